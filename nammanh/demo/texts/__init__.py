"""The words of the illustration data: invented, in the manner of real reports. Data, not interface."""

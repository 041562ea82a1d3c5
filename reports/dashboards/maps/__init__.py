"""The map of communes: one module a layer, each telling where every commune of an area stands."""

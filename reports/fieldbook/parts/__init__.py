"""The parts of the one-page entry, in the order of the page. The contract is told in `part.py`."""

from reports.fieldbook.parts.bulletins import Bulletins
from reports.fieldbook.parts.comments import Comments
from reports.fieldbook.parts.evidence import Evidence
from reports.fieldbook.parts.households import Households
from reports.fieldbook.parts.part import Part
from reports.fieldbook.parts.petitions import Petitions
from reports.fieldbook.parts.pledges import Pledges
from reports.fieldbook.parts.replies import Replies

PARTS: tuple[type[Part], ...] = (Comments, Petitions, Replies, Bulletins, Pledges, Households, Evidence)

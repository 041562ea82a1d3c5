"""Policy information on its way down: published for whom, read by whom, conveyed where."""

from reports.bulletins.models.conveying import Conveyance, ConveyanceForm
from reports.bulletins.models.issuing import (
    HOLDER_LEVELS,
    PUBLISHERS,
    Bulletin,
    BulletinFile,
    BulletinKind,
    BulletinReading,
    BulletinStep,
    BulletinTarget,
)

__all__ = [
    "HOLDER_LEVELS",
    "PUBLISHERS",
    "Bulletin",
    "BulletinFile",
    "BulletinKind",
    "BulletinReading",
    "BulletinStep",
    "BulletinTarget",
    "Conveyance",
    "ConveyanceForm",
]

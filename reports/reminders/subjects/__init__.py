"""Every kind of record that has a ladder. A later slice adds its own when it is loaded (`reports/reporting`)."""

from reports.reminders.states import Kind
from reports.reminders.subjects.comments import CommentSubject
from reports.reminders.subjects.hand_overs import HandOverSubject
from reports.reminders.subjects.petitions import HOT, CarryBackSubject, PetitionSubject
from reports.reminders.subjects.subject import Matter, Subject
from reports.reminders.subjects.visits import VisitSubject

SUBJECTS: dict[str, Subject] = {
    Kind.PETITION: PetitionSubject(Kind.PETITION, ~HOT),
    Kind.HOT: PetitionSubject(Kind.HOT, HOT),
    Kind.CARRY_BACK: CarryBackSubject(),
    Kind.VISIT: VisitSubject(),
    Kind.COMMENT: CommentSubject(),
    Kind.HAND_OVER: HandOverSubject(),
}

__all__ = ["SUBJECTS", "Matter", "Subject"]

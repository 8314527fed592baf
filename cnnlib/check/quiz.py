"""Quizzes: each wrong option is a misconception with a sentence that answers it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cnnlib.check import exercise as _exercise
from cnnlib.check.compare import difference, plain
from cnnlib.check.display import show_in_notebook
from cnnlib.check.report import PartResult, Report


@dataclass(frozen=True)
class Option:
    """One option of a question.

    Attributes
    ----------
    text : str
        As it stands in the lesson.
    says : str
        What whoever chooses it is told: for a wrong option, the misconception and its answer.
    right : bool
    """

    text: str
    says: str
    right: bool = False


@dataclass(frozen=True)
class Question:
    """A question with options, or with a number as its answer.

    Attributes
    ----------
    name : str
        The key of the answer in the student's dict.
    points : float
    options : mapping of str to Option
        By letter; exactly one is right.
    answer : float, optional
        The number, for a question without options.
    says : str
        What a right number earns, or why it is so.
    misconceptions : mapping of float to str
        Wrong numbers, and what whoever gives them is told.
    hint : str
        What is said of any other wrong answer.
    """

    name: str
    points: float = 1
    options: Mapping[str, Option] = field(default_factory=dict)
    answer: float | None = None
    says: str = ""
    misconceptions: Mapping[float, str] = field(default_factory=dict)
    hint: str = "Work it out once more."

    def __post_init__(self):
        right = [letter for letter, option in self.options.items() if option.right]
        if self.options and len(right) != 1:
            raise ValueError(f"question {self.name!r} must have one right option, has {right}")
        if bool(self.options) == (self.answer is not None):
            raise ValueError(f"question {self.name!r} needs either options or a number")

    def judge(self, given) -> PartResult:
        """Compare one answer with the key."""
        given = plain(given)
        if given is Ellipsis or given is None or given == "":
            return self._result("not attempted", "not answered yet")
        return self._judge_option(given) if self.options else self._judge_number(given)

    def _judge_option(self, given):
        letter = given.strip().lower() if isinstance(given, str) else given
        option = self.options.get(letter) if isinstance(letter, str) else None
        if option is None:
            letters = ", ".join(f'"{letter}"' for letter in self.options)
            return self._result("wrong", f"Answer with one of {letters}; got {given!r:.40}.")
        return self._result("right" if option.right else "wrong", option.says)

    def _judge_number(self, given):
        if isinstance(given, bool) or not isinstance(given, (int, float)):
            return self._result("wrong", f"Answer with a number; got {given!r:.40}.")
        if difference(self.answer, given, rtol=1e-6) is None:
            return self._result("right", self.says)
        for number, says in self.misconceptions.items():
            if difference(number, given, rtol=1e-6) is None:
                return self._result("wrong", says)
        return self._result("wrong", self.hint)

    def _result(self, status, remark):
        return PartResult(self.name, self.points, status, remark)


@dataclass(frozen=True)
class Quiz:
    """Questions whose answers the student writes into one dict, by the questions' names.

    Attributes
    ----------
    id : str
        Where it is: "lesson01.quiz" is ``quiz`` in ``cnnlib.exercises.lesson01``.
    questions : tuple of Question

    Examples
    --------
    >>> quiz = Quiz("lesson01.quiz", (Question("two plus two", answer=4, misconceptions={
    ...     22: "That joins the digits."}),))
    >>> quiz.run({"two plus two": 22}).parts[0].remark
    'That joins the digits.'
    """

    id: str
    questions: tuple[Question, ...]

    @property
    def name(self):
        return self.id.rpartition(".")[2]

    @property
    def points(self):
        return sum(question.points for question in self.questions)

    def check(self, answers):
        """Judge the answers, show what came of them, and return the points.

        Parameters
        ----------
        answers : dict of str to (str or float)
            By question; ``...`` for one that is not answered yet.

        Returns
        -------
        Score or None
            None for a quiz that is not worth points.
        """
        report = self.run(answers)
        _exercise.remember(self.id, report)
        show_in_notebook(report)
        return report.score if self.points else None

    def hint(self):
        """Say where the hints of a quiz are: in what a wrong answer is told."""
        print(f"{self.name}: try an answer. For each wrong one, the check says why it is wrong.")

    def run(self, answers) -> Report:
        """The report, without showing it."""
        given = answers if isinstance(answers, dict) else {}
        parts = [question.judge(given.get(question.name, ...)) for question in self.questions]
        return Report(self.name, parts, of="quiz")

"""What an instructor runs: solutions to lessons (``release``), solutions executed
(``execute``), submissions to grades and feedback (``grade``).

Needs the extra ``grading`` (nbgrader). Nothing else in ``cnnlib`` imports it.
"""

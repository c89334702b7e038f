"""The root of our exceptions."""


class QuizError(Exception):
    """Something that the caller cannot ignore; its message is fit to be read by a player or a host."""

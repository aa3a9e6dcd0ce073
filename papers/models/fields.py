"""Model fields and table constraints that more than one model uses."""

import re
from contextlib import suppress

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import URLValidator
from django.db import models
from django.db.models.functions import Coalesce, Length
from django.db.models.lookups import Exact, GreaterThanOrEqual, In, LessThan
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from papers import images
from papers.models.pictures import PictureFile, PictureFormField
from papers.partial_dates import FIRST_YEAR, LAST_YEAR, PartialDate

UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
CONTROL = re.compile("[\x00-\x1f\x7f\u2028\u2029]")
INVISIBLE = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # no page and no XML may hold them


def validate_characters(text: str) -> None:
    """Raise ValidationError where `text` has a NUL or half a surrogate pair, which no database or page can hold."""
    if UNWRITABLE.search(text):
        raise ValidationError(_("This text contains a character that cannot be stored; retype it."))


def validate_line(text: str) -> None:
    """Raise ValidationError where `text` is not one printable line."""
    if CONTROL.search(text):
        raise ValidationError(_("This must be a single line without control characters."))


class LineField(models.CharField):
    """One line of text."""

    default_validators = [validate_characters, validate_line]


class ProseField(models.TextField):
    """Text of any number of lines; control characters, which come along with a text copied from a PDF, are dropped."""

    default_validators = [validate_characters]

    def to_python(self, value):
        """Return the text without control characters."""
        text = super().to_python(value)
        return text if text is None else INVISIBLE.sub("", text)


class NormalisedField(LineField):
    """An identifier kept in the one form that `normalise` makes of whatever is typed or pasted; None where missing.

    `normalise` raises ValueError with a sentence for an impossible one, which becomes a ValidationError.
    """

    def __init__(self, *args, normalise, **kwargs):
        self.normalise = normalise
        kwargs |= {"null": True, "blank": True, "unique": True}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """Return what a migration needs to make this field again."""
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("null", "blank", "unique"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs | {"normalise": self.normalise}

    def to_python(self, value):
        """Return the normal form, None for an empty text."""
        if value in (None, ""):
            return None
        try:
            return self.normalise(str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def formfield(self, **kwargs):
        """Return a text box with room for a pasted address."""
        return super().formfield(**{"max_length": 300, **kwargs})


class WebAddressField(models.URLField):
    """An http or https URL of at most 500 characters; needs `only_web_addresses` among the table's constraints."""

    default_validators = [validate_characters, URLValidator(schemes=["http", "https"])]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 500)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        """Return a form field that reads a bare host as https."""
        return super().formfield(**{"assume_scheme": "https", **kwargs})


# Dates of which only the month or the year may be known


class PartialDateFormField(forms.CharField):
    """A text box for 2023-06-28, 2023-06 or 2023."""

    def to_python(self, value):
        """Return a PartialDate, or None for an empty box."""
        return _parse_partial_date(super().to_python(value))


class PartialDateField(models.CharField):
    """A PartialDate kept as ISO 8601 text (year, year-month or full date), which sorts by time; None where unknown."""

    def __init__(self, *args, **kwargs):
        kwargs |= {"max_length": 10, "null": True, "blank": True}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """Return what a migration needs to make this field again."""
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "null", "blank"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection):
        """Return the stored text as a PartialDate."""
        return None if value is None else PartialDate.parse(value)

    def to_python(self, value):
        """Return `value` as a PartialDate or None; raise ValidationError for a date that does not exist."""
        return _parse_partial_date(value)

    def pre_save(self, model_instance, add):
        """Return the date, and leave it on the record where a text was assigned."""
        date = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, date)
        return date

    def get_prep_value(self, value):
        """Return ISO text for the database."""
        value = self.to_python(value)
        return None if value is None else str(value)

    def value_to_string(self, obj):
        """Return ISO text for a fixture."""
        return str(self.value_from_object(obj))

    def run_validators(self, value):
        """Validate the text of the date."""
        super().run_validators(None if value is None else str(value))

    def formfield(self, **kwargs):
        """Return the text box."""
        return PartialDateFormField(required=False, label=capfirst(self.verbose_name), help_text=self.help_text)


def _parse_partial_date(value):
    if value in (None, "") or isinstance(value, PartialDate):
        return value or None
    try:
        return PartialDate.parse(str(value))
    except ValueError as error:
        raise ValidationError(str(error)) from error


# Pictures


class PictureField(models.ImageField):
    """A picture that is decoded and written anew, with the sizes that are shown, whenever a file is assigned.

    `render` turns the file that came in into the picture that is kept (see `papers.images`) and raises ValidationError
    for a file that is no good picture; `frame` says what is shown of it. Beside the field called `portrait` a table
    has `portrait_width`, `_height`, `_alt`, `_credit`, `_focus_x` and `_focus_y`, and the constraints `pictured`.
    """

    attr_class = PictureFile

    def __init__(self, *args, render, frame=None, **kwargs):
        self.render = render
        self.frame = frame
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """Return what a migration needs to make this field again."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"render": self.render}

    def pre_save(self, model_instance, add):
        """Write a newly assigned file in its new form, with its sizes, and return it."""
        file = getattr(model_instance, self.attname)
        if file and not file._committed:
            picture = file.file if isinstance(file.file, images.Picture) else self.render(file.file)
            focus = [getattr(model_instance, f"{self.name}_focus_{axis}") for axis in "xy"]
            made = images.sizes(picture, self.frame, tuple(focus))
            file.save(picture.name, picture, save=False)
            for size, name in self.frame.size_names(file.name).items():
                file.storage.save(name, ContentFile(made[size]))
        return file

    def update_dimension_fields(self, instance, force=False, *args, **kwargs):
        """Read width and height off the file; where it is gone from storage, the record keeps those it has.

        Django asks for it whenever a record is read: one without a picture is passed over at once.
        """
        if not force and not instance.__dict__.get(self.attname):
            return
        with suppress(FileNotFoundError):
            super().update_dimension_fields(instance, force, *args, **kwargs)

    def formfield(self, **kwargs):
        """Return a file box that refuses what `check_image` refuses."""
        return super().formfield(**{"form_class": PictureFormField, **kwargs})


# Constraints


class NulPosition(models.Func):
    """The place of the first NUL in a text, 0 where there is none; PostgreSQL cannot hold one at all."""

    output_field = models.IntegerField()

    def as_sqlite(self, compiler, connection, **extra):
        """Return SQL that looks for the character."""
        return self.as_sql(compiler, connection, template="instr(%(expressions)s, char(0))", **extra)

    def as_postgresql(self, compiler, connection, **extra):
        """Return SQL that is 0."""
        return self.as_sql(compiler, connection, template="0 * length(%(expressions)s)", **extra)


class IsDate(models.Func):
    """Whether a text that is written like a partial date is one that the calendar has."""

    output_field = models.BooleanField()

    def as_sqlite(self, compiler, connection, **extra):
        """Return SQL that compares the date with what SQLite counts: 2023-03-03 for 2023-02-31."""
        text, params = compiler.compile(self.source_expressions[0])
        day = f"substr({text} || '-01-01', 1, 10)"
        return f"{day} = coalesce(date({day}, '+0 days'), '')", [*params, *params]

    def as_postgresql(self, compiler, connection, **extra):
        """Return SQL that is false for another text, and an error for a day that the calendar lacks."""
        text, params = compiler.compile(self.source_expressions[0])
        shape = f"{text} ~ '^[0-9]{{4}}(-[0-9]{{2}}(-[0-9]{{2}})?)?$'"
        day = f"substr({text} || '-01-01', 1, 10)::date"
        return f"CASE WHEN {shape} THEN {day} IS NOT NULL ELSE false END", [*params, *params]


def no_nul(table: str, *fields: str) -> models.CheckConstraint:
    """Return the constraint that none of the text `fields` holds a NUL."""
    condition = models.Q()
    for field in fields:
        condition &= models.Q(Exact(NulPosition(Coalesce(models.F(field), models.Value(""))), 0))
    return models.CheckConstraint(
        condition=condition,
        name=f"{table}_no_nul",
        violation_error_message=_("A text contains a character that cannot be stored."),
    )


def only_web_addresses(table: str, *fields: str) -> models.CheckConstraint:
    """Return the constraint that each of the URL `fields` is empty or an http or https URL."""
    condition = models.Q()
    for field in fields:
        condition &= (
            models.Q(**{field: ""})
            | models.Q(**{f"{field}__startswith": "https://"})
            | models.Q(**{f"{field}__startswith": "http://"})
        )
    return models.CheckConstraint(
        condition=condition,
        name=f"{table}_web_addresses",
        violation_error_message=_("A web address must begin with https:// or http://."),
    )


def only_dates(table: str, *fields: str) -> models.CheckConstraint:
    """Return the constraint that each of the PartialDateField `fields` is missing or a date of 1000 to 2199."""
    condition = models.Q()
    for field in fields:
        text = models.F(field)
        within = models.Q(**{f"{field}__isnull": False}) & models.Q(In(Length(text), [4, 7, 10]))
        within &= models.Q(GreaterThanOrEqual(text, models.Value(str(FIRST_YEAR))))
        within &= models.Q(LessThan(text, models.Value(str(LAST_YEAR + 1))))
        within &= models.Q(IsDate(text))
        condition &= models.Q(**{f"{field}__isnull": True}) | within
    return models.CheckConstraint(
        condition=condition,
        name=f"{table}_dates",
        violation_error_message=_("A date must be given as 2023-06-28, 2023-06 or 2023."),
    )


def length_or_null(table: str, field: str, length: int) -> models.CheckConstraint:
    """Return the constraint that `field` is missing or `length` characters long; an empty text is neither."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__isnull": True}) | models.Q(Exact(Length(field), length)),
        name=f"{table}_{field}_or_null",
    )


def one_of(table: str, field: str, choices: type[models.TextChoices], *also: str) -> models.CheckConstraint:
    """Return the constraint that `field` holds one of `choices` or `also`."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [*choices.values, *also]}), name=f"{table}_{field}_known"
    )

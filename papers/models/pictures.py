"""What goes with a picture of a record: its files, its focus, the words that stand for it."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator, MaxValueValidator
from django.db import models
from django.db.models.fields.files import ImageFieldFile
from django.utils.translation import gettext_lazy as _

from papers import images

ALT = _("What the picture shows, for those who cannot see it. Needed where there is a picture.")
CREDIT = _("Who made the picture; shown in small print on the page.")


class PictureFile(ImageFieldFile):
    """The picture of a record; with it go the sizes that are shown, under names of their own."""

    @property
    def srcset(self) -> str:
        """The addresses of its WebP files for ordinary and fine screens; "" for a picture kept alone."""
        names = self._sizes
        return ", ".join(f"{self.storage.url(names[size])} {size}" for size in ("1x", "2x") if names)

    @property
    def fallback_url(self) -> str:
        """The address of the file that every browser can show."""
        return self.storage.url(self._sizes.get("fallback", self.name))

    @property
    def shown_width(self) -> int:
        """The width in pixels of the largest size that is shown."""
        return self._shown[0]

    @property
    def shown_height(self) -> int:
        """The height in pixels of the largest size that is shown."""
        return self._shown[1]

    @property
    def _shown(self) -> tuple[int, int]:
        sides = [getattr(self.instance, f"{self.field.name}_{side}") for side in ("width", "height")]
        return self.field.frame.shown(tuple(sides))

    @property
    def _sizes(self) -> dict[str, str]:
        return self.field.frame.size_names(self.name)

    def cut_anew(self) -> None:
        """Have its sizes made again, under new names, when the record is saved: the focus has moved."""
        with self.open() as file:
            setattr(self.instance, self.field.name, images.Picture(file.read()))


class PictureFormField(forms.ImageField):
    """A file box for a picture."""

    default_validators = [
        FileExtensionValidator(
            ["jpg", "jpeg", "jpe", "jfif", "png", "webp"],
            _("The name of this file does not end like a picture's: please upload a .jpg, .png or .webp file."),
        )
    ]

    def to_python(self, data):
        """Return the file; raise ValidationError with a sentence for one that is not a harmless picture."""
        if data in self.empty_values:
            return None
        images.check_image(data)
        return super().to_python(data)


def stored_names(field: models.FileField, name: str) -> list[str]:
    """Return the names of all files in storage that go with the one that a record names in `field`."""
    sizes = field.frame.size_names(name) if hasattr(field, "frame") else {}
    return [name, *sizes.values()]


def across():
    """Return the field for how far from the left the point lies that stays in view where the picture is cut."""
    return _percent(_("focus across (%)"), _("0 is the left edge, 100 the right one."))


def down():
    """Return the field for how far from the top that point lies."""
    return _percent(_("focus down (%)"), _("0 is the upper edge, 100 the lower one."))


def _percent(name, help_text):
    return models.PositiveSmallIntegerField(name, default=50, validators=[MaxValueValidator(100)], help_text=help_text)


def check_described(record, name: str) -> None:
    """Raise ValidationError where `record` has a picture called `name` without a description."""
    if getattr(record, name) and not getattr(record, f"{name}_alt"):
        raise ValidationError({f"{name}_alt": _("Say in a few words what the picture shows, or remove the picture.")})


def pictured(table: str, name: str) -> list[models.CheckConstraint]:
    """Return the constraints that the picture called `name` has a description, and its focus lies within it."""
    focus = {f"{name}_focus_{axis}__range": (0, 100) for axis in "xy"}
    return [
        models.CheckConstraint(
            condition=models.Q(**{name: ""}) | ~models.Q(**{f"{name}_alt": ""}), name=f"{table}_{name}_described"
        ),
        models.CheckConstraint(condition=models.Q(**focus), name=f"{table}_{name}_focus"),
    ]

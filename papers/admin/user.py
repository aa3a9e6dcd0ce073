"""Users: invited with a role, confined to a scope, and never raised above whoever edits them."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import admin as stock
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from papers.admin.overtaken import GuardedAdmin
from papers.admin.records import RecordForm
from papers.admin.rows import ExplainedInline
from papers.models import EditorScope
from papers.password_links import link_for, mail_link

OWN = ["is_active", "is_staff", "groups"]  # what nobody changes of themself
FOR_SUPERUSERS = ["is_superuser", "user_permissions"]


def beyond(user):
    """Return the permissions that `user` lacks, and so cannot give."""
    held = user.get_all_permissions()
    lacking = [
        permission.pk
        for permission in Permission.objects.select_related("content_type")
        if f"{permission.content_type.app_label}.{permission.codename}" not in held
    ]
    return Permission.objects.filter(pk__in=lacking)


def grantable(user):
    """Return the groups of which `user` may make others members: those that give nothing that `user` lacks."""
    if user.is_superuser:
        return Group.objects.all()
    return Group.objects.exclude(permissions__in=beyond(user))


def check_email(email: str, user: User) -> str:
    """Return the address; raise ValidationError where another user has it, who would be mistaken for this one."""
    if email and User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
        raise ValidationError(_("Another user has this e-mail address."))
    return email


class InvitationForm(forms.ModelForm):
    """Who is invited, and to what role. They choose a password themselves."""

    role = forms.ModelChoiceField(Group.objects.all(), label=_("Role"))

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True

    def clean_email(self):
        """Return the address, which nobody else has."""
        return check_email(self.cleaned_data["email"], self.instance)

    def save(self, commit=True):
        """Return the user, who cannot sign in yet."""
        self.instance.is_staff = True
        self.instance.set_unusable_password()
        return super().save(commit)


class UserForm(RecordForm, stock.UserChangeForm):
    """A user as an administrator changes them."""

    def clean_email(self):
        """Return the address, which nobody else has."""
        return check_email(self.cleaned_data["email"], self.instance)


class ScopeInline(ExplainedInline):
    """The scopes of a user."""

    model = EditorScope
    fields = ["author", "institution"]
    autocomplete_fields = ["author", "institution"]
    explanation = _(
        "With a scope, a user changes only papers of that person or institution, and only reads everything else. "
        "Without one, the role decides alone."
    )

    def get_queryset(self, request):
        """Return the scopes with what they name."""
        return super().get_queryset(request).select_related("author", "institution")

    def has_add_permission(self, request, obj=None):
        """Return whether a scope may be added: not by the user themself."""
        return super().has_add_permission(request, obj) and obj != request.user

    def has_change_permission(self, request, obj=None):
        """Return whether the scopes may be changed: not by the user themself."""
        return super().has_change_permission(request, obj) and obj != request.user

    def has_delete_permission(self, request, obj=None):
        """Return whether a scope may be taken away: not by the user themself."""
        return super().has_delete_permission(request, obj) and obj != request.user


admin.site.unregister([User, Group])


@admin.register(User)
class UserAdmin(GuardedAdmin, stock.UserAdmin):
    """Users."""

    form = UserForm
    add_form = InvitationForm
    add_form_template = None
    list_display = ["username", "name", "email", "roles", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    filter_horizontal = ["user_permissions"]
    inlines = [ScopeInline]
    add_fieldsets = [
        (
            None,
            {
                "fields": ["username", "first_name", "last_name", "email", "role"],
                "description": _("They get a link with which they choose a password."),
            },
        )
    ]
    fieldsets = [
        (None, {"fields": ["username", "password", "first_name", "last_name", "email"]}),
        (_("Role"), {"fields": ["is_active", "is_staff", "groups"]}),
        (_("Beyond the role"), {"fields": FOR_SUPERUSERS, "classes": ["collapse"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]

    # The list

    def get_queryset(self, request):
        """Return the users with their groups."""
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("name"), ordering="last_name")
    def name(self, user):
        """Return first and last name."""
        return user.get_full_name()

    @admin.display(description=_("roles"))
    def roles(self, user):
        """Return the names of the groups."""
        return ", ".join(sorted(group.name for group in user.groups.all()))

    # Who may do what

    def may_manage(self, request, user=None) -> bool:
        """Return whether `user`, or some user, is no superuser and has no right that whoever asks lacks."""
        if user is None or request.user.is_superuser:
            return True
        given = Permission.objects.filter(Q(user=user) | Q(group__user=user))
        names = {f"{app}.{codename}" for app, codename in given.values_list("content_type__app_label", "codename")}
        return not user.is_superuser and names <= request.user.get_all_permissions()

    def has_change_permission(self, request, obj=None):
        """Return whether `obj`, or some user, may be changed; whoever changes a user may sign in as them."""
        return super().has_change_permission(request, obj) and self.may_manage(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Return whether `obj`, or some user, may be deleted."""
        return super().has_delete_permission(request, obj) and self.may_manage(request, obj)

    def get_readonly_fields(self, request, obj=None):
        """Return what is only shown: the dates, and of themself what a user is allowed."""
        own = OWN if obj == request.user and not request.user.is_superuser else []
        return ["last_login", "date_joined", *own]

    def get_fieldsets(self, request, obj=None):
        """Return the sections; rights beside those of a role are for superusers to give."""
        sections = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return sections
        return [section for section in sections if section[1]["fields"] != FOR_SUPERUSERS]

    def get_inlines(self, request, obj):
        """Return the scopes, once there is a user to have them."""
        return self.inlines if obj else []

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        """Return the field; groups are few enough for a box each."""
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_form(self, request, obj=None, **kwargs):
        """Return the form class of this request, in which only groups can be chosen that whoever asks may give."""
        form = super().get_form(request, obj, **kwargs)
        for name in {"groups", "role"} & form.base_fields.keys():
            form.base_fields[name].queryset = grantable(request.user)
        return form

    # Invitations

    def get_urls(self):
        """Return the addresses of users, with that at which a link is made."""
        view = self.admin_site.admin_view(self.invitation_view)
        return [path("<path:object_id>/invitation/", view, name="auth_user_invitation"), *super().get_urls()]

    def save_related(self, request, form, formsets, change):
        """Save what belongs to the user: of an invited one, the role."""
        super().save_related(request, form, formsets, change)
        if "role" in form.cleaned_data:
            form.instance.groups.set([form.cleaned_data["role"]])

    def response_add(self, request, obj, post_url_continue=None):
        """Send the invitation, or show the link to hand over."""
        return self._hand_over(request, obj)

    def invitation_view(self, request, object_id):
        """Ask whether a user is to get a new link; send it, or show it."""
        user = self.get_object(request, unquote(object_id))
        if user is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not (self.has_change_permission(request, user) and user.is_active and user.is_staff):
            raise PermissionDenied
        if request.method == "POST":
            return self._hand_over(request, user)
        return self._page(request, user)

    def _hand_over(self, request, user):
        self.log_change(request, user, __("Made a link to choose a password."))
        if not mail_link(request, user, "invitation"):
            return self._page(request, user, link=link_for(request, user))
        sent = __("A link to choose a password was sent to %(email)s.") % {"email": user.email}
        self.message_user(request, sent, messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"{self.admin_site.name}:auth_user_change", args=[user.pk]))

    def _page(self, request, user, link: str = ""):
        context = {
            **self.admin_site.each_context(request),
            "title": __("A link to choose a password"),
            "opts": self.opts,
            "invited": user,
            "link": link,
        }
        return TemplateResponse(request, "admin/auth/user/invitation.html", context)


@admin.register(Group)
class GroupAdmin(GuardedAdmin, stock.GroupAdmin):
    """Roles, and other groups: nobody gives by them what they lack."""

    form = RecordForm
    filter_horizontal = ()  # its boxes are named in a way that screen readers do not read

    def may_manage(self, request, group=None) -> bool:
        """Return whether `group`, or some group, gives nothing that whoever asks lacks."""
        return group is None or grantable(request.user).filter(pk=group.pk).exists()

    def has_change_permission(self, request, obj=None):
        """Return whether `obj`, or some group, may be changed."""
        return super().has_change_permission(request, obj) and self.may_manage(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Return whether `obj`, or some group, may be deleted."""
        return super().has_delete_permission(request, obj) and self.may_manage(request, obj)

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        """Return the choice among the permissions that whoever asks has."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "permissions" and not request.user.is_superuser:
            field.queryset = field.queryset.exclude(Exists(beyond(request.user).filter(pk=OuterRef("pk"))))
        return field

"""What a command says to whoever hands a one-time password over."""

from papers.management.site_address import site_address


def handed_over(password: str, **facts: str) -> str:
    """Return the lines to hand over: the facts given, each under its name, the password, and where to sign in."""
    named = {name.replace("_", " ").capitalize(): fact for name, fact in facts.items()}
    named |= {"One-time password": password, "Sign in at": site_address("admin:index")}
    lines = [f"{name + ':':<20}{fact}" for name, fact in named.items()]
    lines.append("The password is shown this once. The first sign-in asks for one of your own in its place.")
    return "\n".join(lines)

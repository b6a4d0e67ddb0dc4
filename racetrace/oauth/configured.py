"""Those of the providers that the settings name."""

from racetrace.oauth.firebase import Firebase
from racetrace.oauth.github import GitHub
from racetrace.oauth.keys import Keys
from racetrace.oauth.openid import OpenID
from racetrace.oauth.provider import Client, Provider, Providers


def configured(*, google: tuple[str, str, str], github: tuple[str, str, str]) -> Providers:
    """Of each: our id, our secret and its address; one without an id is left out."""
    found: dict[str, Provider] = {}
    (google_id, google_secret, google_url), (github_id, github_secret, github_url) = google, github
    if google_id:
        client = Client(id=google_id, secret=google_secret)
        found['google'] = OpenID(name='google', label='Google', url=google_url, client=client)
    if github_id:
        client = Client(id=github_id, secret=github_secret)
        found['github'] = GitHub(name='github', label='GitHub', url=github_url, client=client)
    return found


def firebase(project: str, keys_url: str) -> Firebase | None:
    return Firebase(project=project, keys=Keys(keys_url)) if project else None

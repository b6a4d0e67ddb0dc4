import pytest

CHROME = (
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36'
)
SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1'


@pytest.mark.parametrize(
    ('says', 'is_called'),
    [(CHROME, 'Chrome on Android'), (SAFARI, 'Safari on iPhone'), ('curl/8', 'A browser'), ('', 'A browser')],
)
def test_a_browser_is_called_as_people_call_it(says: str, is_called: str) -> None:
    from pages.me import called  # noqa: PLC0415  (pages are imported anew for every test)

    assert called(says) == is_called

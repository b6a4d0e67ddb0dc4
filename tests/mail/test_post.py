from collections.abc import Iterator
from threading import Event

import pytest

from racetrace.mail import post as mail_post
from racetrace.mail.post import Post
from racetrace.mail.server import MailServer


@pytest.fixture
def post() -> Iterator[Post]:
    post = Post(MailServer(host='127.0.0.1', sender='racetrace@club.example'))
    post.start()
    yield post
    post.close()


def test_who_posts_does_not_wait(post: Post) -> None:
    go_on, done = Event(), []
    assert post.put(lambda: done.append(go_on.wait(10)))
    assert done == []
    go_on.set()
    post.wait()
    assert done == [True]


def test_what_fails_is_logged_and_the_next_goes(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    done: list[int] = []
    for _ in range(mail_post.AT_ONCE):
        post.put(lambda: done.append(1 // 0))
    post.put(lambda: done.append(7))
    post.wait()
    assert done == [7]
    assert 'A letter was not sent.' in caplog.text


def test_beyond_a_limit_nothing_more_is_taken(caplog: pytest.LogCaptureFixture) -> None:
    post = Post(MailServer(host='127.0.0.1', sender='racetrace@club.example'))  # nobody works there yet
    taken = [post.put(lambda: None) for _ in range(mail_post.MOST + 1)]
    assert taken == [True] * mail_post.MOST + [False]
    assert 'letters are waiting already' in caplog.text


def test_the_end_waits_for_no_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_post, 'PATIENCE_S', 0.01)
    post, go_on, done = Post(MailServer(host='127.0.0.1', sender='r@club.example')), Event(), []
    post.start()
    for _ in range(mail_post.AT_ONCE + 1):
        post.put(lambda: done.append(go_on.wait(10)))
    post.close()
    assert done == []
    go_on.set()

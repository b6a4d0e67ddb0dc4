from racetrace.live.hub import News, Stage
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.services.watch_files import watch_files


async def test_each_hears_of_his_own_files_only(instance: Instance) -> None:
    for owner_id, name in ((1, 'ana.csv'), (2, 'ben.csv')):
        news = News(key='the same', owner_id=owner_id, name=name, stage=Stage.RECEIVING)
        instance.hub.publish(news)
    for user_id, name in ((2, 'ben.csv'), (1, 'ana.csv')):
        async for news, found in watch_files(instance, Viewer(user_id=user_id)):
            assert (news.name, found) == (name, None)
            break

import { activity, type Of } from '../../api/activity';
import { Rows } from '../../ui/Rows';
import { Time } from '../../ui/Time';
import { Empty, Skeleton, Trouble } from '../../ui/Trouble';
import { usePaged } from '../../ui/usePaged';

export function ActivityList({ of }: { of: Of }) {
  const list = usePaged(['activity', of], async (from) => {
    const page = await activity(of, from);
    return { items: page.activity, next: page.next };
  });
  if (list.isPending) return <Skeleton />;
  if (list.isError) {
    return (
      <Trouble what="The activity could not be read." error={list.error} again={() => void list.refetch()} />
    );
  }
  if (list.items.length === 0) return <Empty>Nobody changed anything here yet.</Empty>;
  return (
    <Rows
      label="Activity"
      items={list.items}
      id={(deed) => deed.id}
      columns="140px 120px minmax(0,2fr) minmax(0,1fr)"
      row={(deed) => (
        <>
          <Time at={deed.at} />
          <span>{deed.kind}</span>
          <span>{deed.text}</span>
          <span>{deed.by?.name ?? deed.by?.client_id}</span>
        </>
      )}
      more={list.more}
      loading={list.isFetchingNextPage}
    />
  );
}

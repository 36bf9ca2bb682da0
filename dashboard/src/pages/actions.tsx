import { useQuery } from '@tanstack/react-query';
import { actions, type Action } from '../api/actions';
import { useParam } from '../app/search';
import { ButtonLink } from '../ui/Button';
import { TextField } from '../ui/Field';
import { Page } from '../ui/Page';
import { Rows } from '../ui/Rows';
import { Status } from '../ui/Status';
import { Time } from '../ui/Time';
import { Empty, Skeleton, Trouble } from '../ui/Trouble';

/** A tenant has at most 100 actions: one read is all. */
export function Actions() {
  const list = useQuery({ queryKey: ['actions'], queryFn: actions.list });
  const [text, setText] = useParam('name', '');
  const all = list.data?.actions ?? [];
  const shown = all.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
  return (
    <Page
      title="Actions"
      actions={
        <ButtonLink kind="main" to="/actions/new">
          New action
        </ButtonLink>
      }
    >
      {list.isPending && <Skeleton />}
      {list.isError && (
        <Trouble what="The actions could not be read." error={list.error} again={() => void list.refetch()} />
      )}
      {list.isSuccess && all.length === 0 && (
        <Empty
          step={
            <ButtonLink kind="main" to="/actions/new">
              Choose a template
            </ButtonLink>
          }
          command="./tailrace actions create --help"
        >
          No actions yet. An action is a piece of JavaScript that runs for each event of a stream.
        </Empty>
      )}
      {all.length > 0 && (
        <>
          <TextField
            label="Name contains"
            data-filter
            value={text}
            onChange={(e) => setText(e.target.value)}
          />
          <Rows
            label="Actions"
            items={shown}
            id={({ id }) => id}
            to={({ id }) => `/actions/${id}`}
            columns="112px minmax(0,2fr) 80px minmax(0,1fr) 110px"
            row={(action) => (
              <>
                <Status of={action.status} />
                <strong>{action.name}</strong>
                <span>{action.deployed_version ? `v${action.deployed_version.number}` : 'not live'}</span>
                <span>{drafted(action)}</span>
                <Time at={action.updated_at} />
              </>
            )}
          />
        </>
      )}
    </Page>
  );
}

function drafted(action: Action): string {
  if (!action.deployed_version) return 'draft only';
  return action.all_changes_deployed ? 'draft as deployed' : 'draft changed';
}

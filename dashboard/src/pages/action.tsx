import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Link, useParams } from 'wouter';
import { actions, type Action } from '../api/actions';
import { events } from '../api/events';
import { useParam } from '../app/search';
import { Button, ButtonLink } from '../ui/Button';
import { plural } from '../ui/numbers';
import { Page } from '../ui/Page';
import { parsed } from '../ui/parsed';
import { Notice, Status } from '../ui/Status';
import { say } from '../ui/toast';
import { Skeleton, Trouble } from '../ui/Trouble';
import { HANDLER_TYPES } from '../editor/templates';
import { DeployDialog, useBound } from './action/DeployDialog';
import { changes, errorLine, keep, kept, sampleEvent, type Work, workOf } from './action/draft';
import { Dependencies, Modules, Secrets } from './action/Files';
import { TestPane } from './action/TestPane';
import { built } from './action/built';
import s from './action/action.module.css';

const CodeEditor = lazy(() => import('../editor/CodeEditor'));
const PHONE = '(max-width: 719px)';

/** One action: write, try, deploy, go back. */
export default function ActionPage() {
  const { id = '' } = useParams();
  const action = useQuery({ queryKey: ['action', id], queryFn: () => actions.find(id) });
  if (action.isPending) return <Skeleton />;
  if (action.isError) {
    return (
      <Page title="Action">
        <Trouble
          what="The action could not be read."
          error={action.error}
          again={() => void action.refetch()}
        />
      </Page>
    );
  }
  return <Editor action={action.data} key={id} />;
}

function Editor({ action }: { action: Action }) {
  const client = useQueryClient();
  const [work, setWork] = useState<Work>(() => ({ ...workOf(action), code: kept(action.id) ?? action.code }));
  const [deploying, setDeploying] = useState(false);
  const unsaved = changes(work, action);
  const change = (part: Partial<Work>) => setWork((old) => ({ ...old, ...part }));
  useEffect(() => keep(action.id, work.code === action.code ? undefined : work.code), [action, work.code]);
  const bound = useBound(action.id);
  const types = [...new Set(bound.flatMap((stream) => stream.subscriptions.map((one) => one.event_type)))];
  const declarations = useQuery({
    queryKey: ['declarations', types],
    queryFn: () => events.declarations(types),
    staleTime: Infinity,
    retry: false,
  });

  /** Stores what was typed and waits for its build. */
  const stored = async (): Promise<Action> => {
    if (unsaved > 0) {
      await actions.change(action.id, work);
      setWork((old) => ({ ...old, secrets: old.secrets.map(({ name }) => ({ name })) }));
    }
    const now = await built(action.id);
    client.setQueryData(['action', action.id], now);
    return now;
  };
  const save = useMutation({
    mutationFn: stored,
    onSuccess: (now) => say(now.status === 'built' ? 'Saved and built.' : 'Saved; its build failed.'),
  });
  const sample = useSample(types);
  const test = useMutation({
    mutationFn: async () => {
      await stored();
      return actions.test(action.id, { event: { message: parsed(sample.event).value } });
    },
  });
  const deploy = useMutation({
    mutationFn: async () => {
      await stored();
      return actions.deploy(action.id);
    },
    onSuccess: ({ number }) => {
      setDeploying(false);
      say(`v${number} is live.`);
      void client.invalidateQueries({ queryKey: ['action', action.id] });
      void client.invalidateQueries({ queryKey: ['versions', action.id] });
    },
  });
  const keys = { save: () => save.mutate(), test: () => test.mutate(), deploy: () => setDeploying(true) };
  usePageKeys(keys);

  const failure = test.data?.payload.error;
  const marks = [
    ...(action.errors ?? []).map(({ msg }) => ({ line: errorLine(msg) ?? 1, message: msg })),
    ...(failure
      ? [{ line: errorLine(failure.stack) ?? 1, message: `${failure.name}: ${failure.message}` }]
      : []),
  ];
  return (
    <Page
      title={action.name}
      beside={
        <>
          <Status of={action.status} />
          <span>{standing(action, unsaved)}</span>
          <Link href={`/actions/${action.id}/versions`}>versions</Link>
          {bound.map((stream) => (
            <Link key={stream.id} href={`/streams/${stream.id}`}>
              {stream.name}
            </Link>
          ))}
        </>
      }
      actions={
        <>
          <Button busy={test.isPending} onClick={keys.test} aria-keyshortcuts="Control+Enter">
            Test
          </Button>
          <Button busy={save.isPending} onClick={keys.save} aria-keyshortcuts="Control+S">
            Save
          </Button>
          <Button kind="main" onClick={keys.deploy} aria-keyshortcuts="Control+Shift+Enter">
            Deploy…
          </Button>
        </>
      }
    >
      {save.isError && <Trouble what="Not saved." error={save.error} />}
      {action.errors?.map((error) => (
        <Notice tone="failed" key={error.id + error.msg}>
          {error.msg}
        </Notice>
      ))}
      {bound.length === 0 && (
        <Notice tone="retrying">
          No stream runs this action. <ButtonLink to="/streams/new">Make one</ButtonLink>
        </Notice>
      )}
      <div className={s['columns']}>
        <div>
          <Code
            action={action}
            work={work}
            change={change}
            types={declarations.data ?? ''}
            marks={marks}
            keys={keys}
          />
          {!work.code.includes('@param {Event}') && (
            <Button kind="quiet" onClick={() => change({ code: withTypes(work.code) })}>
              Add types
            </Button>
          )}
          <Secrets work={work} onChange={change} />
          <Dependencies work={work} onChange={change} />
          <Modules work={work} onChange={change} />
        </div>
        <TestPane
          {...sample}
          types={types}
          busy={test.isPending}
          answer={test.data}
          error={test.error}
          onTest={keys.test}
        />
      </div>
      {deploying && (
        <DeployDialog
          action={action}
          code={work.code}
          busy={deploy.isPending}
          error={deploy.error}
          onClose={() => setDeploying(false)}
          onDeploy={() => deploy.mutate()}
        />
      )}
    </Page>
  );
}

interface CodeProps {
  action: Action;
  work: Work;
  change: (part: Partial<Work>) => void;
  types: string;
  marks: { line: number; message: string }[];
  keys: { save: () => void; test: () => void; deploy: () => void };
}

/** On a phone the code is read, not written: the editor does not support it. */
function Code({ action, work, change, types, marks, keys }: CodeProps) {
  if (window.matchMedia(PHONE).matches) {
    return (
      <pre className={s['code']} tabIndex={0} aria-label="Code">
        {work.code}
      </pre>
    );
  }
  return (
    <Suspense fallback={<Skeleton rows={12} />}>
      <CodeEditor
        id={action.id}
        value={work.code}
        onChange={(code) => change({ code })}
        types={types}
        marks={marks}
        keys={keys}
        readOnly={false}
      />
    </Suspense>
  );
}

/** The event of the test: the address's, or a sample of the first type the action is subscribed to. */
function useSample(types: readonly string[]) {
  const [stored] = useParam('event', '');
  const [picked, setPicked] = useState<string>();
  const [edited, setEdited] = useState<string>();
  const type = picked ?? (stored ? '' : (types[0] ?? 'user.created'));
  const path = useQuery({
    queryKey: ['path', stored],
    queryFn: () => events.path(stored),
    enabled: stored !== '',
  });
  const detail = useQuery({
    queryKey: ['type', type],
    queryFn: () => events.type(type),
    enabled: type !== '',
  });
  const sample =
    type === ''
      ? path.data && JSON.stringify(path.data.event, null, 2)
      : detail.data && sampleEvent(type, detail.data.sample, 'evt_test');
  return {
    type,
    onType: (next: string) => {
      setPicked(next);
      setEdited(undefined);
    },
    event: edited ?? sample ?? '',
    onEvent: setEdited,
  };
}

function usePageKeys(keys: CodeProps['keys']) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      const act =
        event.key === 's'
          ? keys.save
          : event.key !== 'Enter'
            ? undefined
            : event.shiftKey
              ? keys.deploy
              : keys.test;
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });
}

function standing(action: Action, unsaved: number): string {
  const live = action.deployed_version ? `v${action.deployed_version.number} live` : 'never deployed';
  const draft = action.all_changes_deployed ? '' : ', draft differs';
  return `${live}${draft}${unsaved > 0 ? `, ${plural(unsaved, 'unsaved change')}` : ''}`;
}

/** The comment by which the editor knows `event` and `api`, above the handler. */
function withTypes(code: string): string {
  return code.replace(/^(?=exports\.onExecuteEventStream)/m, `${HANDLER_TYPES}\n`);
}

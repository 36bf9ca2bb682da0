import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useLocation, useParams } from 'wouter';
import { directory, type User } from '../api/directory';
import { useParam } from '../app/search';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { EventsAbout } from '../ui/EventsAbout';
import { TextField } from '../ui/Field';
import { ObjectForm } from '../ui/ObjectForm';
import { Page, Section } from '../ui/Page';
import { Rows } from '../ui/Rows';
import { say } from '../ui/toast';
import { Time } from '../ui/Time';
import { Empty, Skeleton, Trouble } from '../ui/Trouble';
import { usePaged } from '../ui/usePaged';
import s from '../ui/columns.module.css';

const CONNECTION = 'Username-Password-Authentication';
const to = (user: User) => `/users/${encodeURIComponent(user.user_id)}`;

/** Make an event by hand: a user created, changed, signed in, deleted. */
export function Users() {
  const [creating, setCreating] = useState(false);
  const [q, setQ] = useParam('q', '');
  const list = usePaged(['users', q], async (from) => {
    if (q) return { items: await directory.searchUsers(`email:${q}* OR name:${q}*`) };
    const page = await directory.users(from);
    return { items: page.users, next: page.next };
  });
  return (
    <Page
      title="Users"
      actions={
        <Button kind="main" onClick={() => setCreating(true)}>
          New user
        </Button>
      }
    >
      <TextField
        label="E-mail or name begins with"
        data-filter
        value={q}
        onChange={(e) => setQ(e.target.value.replace(/[^\w@.+-]/g, ''))}
      />
      {list.isPending && <Skeleton />}
      {list.isError && (
        <Trouble what="The users could not be read." error={list.error} again={() => void list.refetch()} />
      )}
      {list.isSuccess && list.items.length === 0 && (
        <Empty command="./tailrace users --help">
          {q ? 'Nobody begins like this.' : 'No users yet. Each one you create makes a user.created event.'}
        </Empty>
      )}
      {list.items.length > 0 && (
        <Rows
          label="Users"
          items={list.items}
          id={(user) => user.user_id}
          to={to}
          columns="minmax(0,2fr) minmax(0,2fr) 120px"
          row={(user) => (
            <>
              <strong>{user.email ?? user.name ?? user.user_id}</strong>
              <code>{user.user_id}</code>
              <Time at={user.created_at} />
            </>
          )}
          more={list.more}
          loading={list.isFetchingNextPage}
        />
      )}
      {creating && <NewUser onClose={() => setCreating(false)} />}
    </Page>
  );
}

function NewUser({ onClose }: { onClose: () => void }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: () => directory.createUser({ connection: CONNECTION, email, password }),
    onSuccess: (user) => {
      say(`${email} is created.`);
      void client.invalidateQueries({ queryKey: ['users'] });
      navigate(to(user));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Dialog title="New user" onClose={onClose}>
      <form className={s['inline']} onSubmit={submit}>
        <TextField
          label="E-mail"
          type="email"
          required
          value={email}
          onChange={(e) => setEmail(e.target.value)}
        />
        <TextField
          label="Password"
          type="password"
          autoComplete="new-password"
          required
          value={password}
          onChange={(e) => setPassword(e.target.value)}
        />
        <Button type="submit" kind="main" busy={create.isPending}>
          Create
        </Button>
      </form>
      {create.isError && <Trouble what="Not created." error={create.error} />}
    </Dialog>
  );
}

export function UserPage() {
  const { id = '' } = useParams();
  const userId = decodeURIComponent(id);
  const user = useQuery({ queryKey: ['user', userId], queryFn: () => directory.user(userId) });
  if (user.isPending) return <Skeleton />;
  if (user.isError) {
    return (
      <Page title="User">
        <Trouble what="The user could not be read." error={user.error} again={() => void user.refetch()} />
        <Section title="Events about this id">
          <EventsAbout text={userId} />
        </Section>
      </Page>
    );
  }
  return <One user={user.data} key={user.data.updated_at} />;
}

function One({ user }: { user: User }) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [password, setPassword] = useState('');
  const id = user.user_id;
  const again = () => {
    void client.invalidateQueries({ queryKey: ['user', id] });
    void client.invalidateQueries({ queryKey: ['log', id] });
  };
  const fail = (error: Error) => say(error.message);
  const signIn = useMutation({
    mutationFn: (outcome: 'succeeded' | 'failed') => directory.signIn(id, outcome),
    onSuccess: ({ event_type: type }) => {
      say(`${type} was made.`);
      again();
    },
    onError: fail,
  });
  const change = useMutation({
    mutationFn: (body: unknown) => directory.changeUser(id, body),
    onSuccess: () => {
      say('Changed.');
      setPassword('');
      again();
    },
  });
  const remove = useMutation({
    mutationFn: () => directory.removeUser(id),
    onSuccess: () => {
      say('Deleted.');
      void client.invalidateQueries({ queryKey: ['users'] });
      navigate('/users');
    },
    onError: fail,
  });
  const { email_verified, blocked, user_metadata = {}, app_metadata = {} } = user;
  return (
    <Page
      title={user.email ?? user.name ?? id}
      beside={<code>{id}</code>}
      actions={
        <>
          <Button busy={signIn.isPending} onClick={() => signIn.mutate('succeeded')}>
            Sign in
          </Button>
          <Button onClick={() => signIn.mutate('failed')}>Failing sign-in</Button>
          <Button kind="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Delete
          </Button>
        </>
      }
    >
      <div className={s['columns']}>
        <div>
          <dl className={s['facts']}>
            <dt>created</dt>
            <dd>
              <Time at={user.created_at} />
            </dd>
            <dt>sign-ins</dt>
            <dd>{user.logins_count ?? 0}</dd>
          </dl>
          <form
            className={s['inline']}
            onSubmit={(event) => {
              event.preventDefault();
              change.mutate({ password, connection: user.identities?.[0]?.connection ?? CONNECTION });
            }}
          >
            <TextField
              label="New password"
              type="password"
              autoComplete="new-password"
              required
              value={password}
              onChange={(e) => setPassword(e.target.value)}
            />
            <Button type="submit" busy={change.isPending}>
              Change password
            </Button>
          </form>
          <ObjectForm
            label="Profile"
            does="Save profile"
            value={{
              name: user.name,
              nickname: user.nickname,
              email_verified: email_verified ?? false,
              blocked: blocked ?? false,
              user_metadata,
              app_metadata,
            }}
            busy={change.isPending}
            error={change.error}
            onSave={(body) => change.mutate(body)}
          />
        </div>
        <Section title="Events it caused">
          <EventsAbout text={id} />
        </Section>
      </div>
    </Page>
  );
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useLocation, useParams } from 'wouter';
import { directory, type Organization } from '../api/directory';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { EventsAbout } from '../ui/EventsAbout';
import { TextField } from '../ui/Field';
import { ObjectForm } from '../ui/ObjectForm';
import { Page, Section } from '../ui/Page';
import { Rows } from '../ui/Rows';
import { say } from '../ui/toast';
import { Empty, Skeleton, Trouble } from '../ui/Trouble';
import { usePaged } from '../ui/usePaged';
import s from '../ui/columns.module.css';

export function Organizations() {
  const [creating, setCreating] = useState(false);
  const list = usePaged(['organizations'], async (from) => {
    const page = await directory.organizations(from);
    return { items: page.organizations, next: page.next };
  });
  return (
    <Page
      title="Organizations"
      actions={
        <Button kind="main" onClick={() => setCreating(true)}>
          New organization
        </Button>
      }
    >
      {list.isPending && <Skeleton />}
      {list.isError && (
        <Trouble
          what="The organizations could not be read."
          error={list.error}
          again={() => void list.refetch()}
        />
      )}
      {list.isSuccess && list.items.length === 0 && (
        <Empty command="./tailrace orgs --help">
          No organizations yet. Creating one makes an organization.created event.
        </Empty>
      )}
      {list.items.length > 0 && (
        <Rows
          label="Organizations"
          items={list.items}
          id={(organization) => organization.id}
          to={(organization) => `/orgs/${organization.id}`}
          columns="minmax(0,1fr) minmax(0,1fr) minmax(0,1fr)"
          row={(organization) => (
            <>
              <strong>{organization.name}</strong>
              <span>{organization.display_name}</span>
              <code>{organization.id}</code>
            </>
          )}
          more={list.more}
          loading={list.isFetchingNextPage}
        />
      )}
      {creating && <NewOrganization onClose={() => setCreating(false)} />}
    </Page>
  );
}

function NewOrganization({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: () => directory.createOrganization({ name }),
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: ['organizations'] });
      navigate(`/orgs/${id}`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Dialog title="New organization" onClose={onClose}>
      <form className={s['inline']} onSubmit={submit}>
        <TextField label="Name" required value={name} onChange={(e) => setName(e.target.value)} />
        <Button type="submit" kind="main" busy={create.isPending}>
          Create
        </Button>
      </form>
      {create.isError && <Trouble what="Not created." error={create.error} />}
    </Dialog>
  );
}

export function OrganizationPage() {
  const { id = '' } = useParams();
  const one = useQuery({ queryKey: ['organization', id], queryFn: () => directory.organization(id) });
  if (one.isPending) return <Skeleton />;
  if (one.isError) {
    return (
      <Page title="Organization">
        <Trouble
          what="The organization could not be read."
          error={one.error}
          again={() => void one.refetch()}
        />
      </Page>
    );
  }
  return <One organization={one.data} />;
}

function One({ organization }: { organization: Organization }) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const id = organization.id;
  const change = useMutation({
    mutationFn: (body: unknown) => directory.changeOrganization(id, body),
    onSuccess: () => {
      say('Changed.');
      void client.invalidateQueries({ queryKey: ['organization', id] });
    },
  });
  const remove = useMutation({
    mutationFn: () => directory.removeOrganization(id),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['organizations'] });
      navigate('/orgs');
    },
    onError: (error) => say(error.message),
  });
  return (
    <Page
      title={organization.name}
      beside={<code>{id}</code>}
      actions={
        <Button kind="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
          Delete
        </Button>
      }
    >
      <div className={s['columns']}>
        <div>
          <Members organization={id} />
          <Section title="Settings">
            <ObjectForm
              label="Organization"
              does="Save"
              value={{
                name: organization.name,
                ...(organization.display_name ? { display_name: organization.display_name } : {}),
                metadata: organization.metadata ?? {},
              }}
              busy={change.isPending}
              error={change.error}
              onSave={(body) => change.mutate(body)}
            />
          </Section>
        </div>
        <Section title="Events it caused">
          <EventsAbout text={id} />
        </Section>
      </div>
    </Page>
  );
}

function Members({ organization }: { organization: string }) {
  const client = useQueryClient();
  const [user, setUser] = useState('');
  const key = ['members', organization];
  const list = usePaged(key, async (from) => {
    const page = await directory.members(organization, from);
    return { items: page.members, next: page.next };
  });
  const done = () => {
    setUser('');
    void client.invalidateQueries({ queryKey: key });
  };
  const add = useMutation({
    mutationFn: () => directory.addMember(organization, user.trim()),
    onSuccess: done,
  });
  const remove = useMutation({
    mutationFn: (id: string) => directory.removeMember(organization, id),
    onSuccess: done,
    onError: (error) => say(error.message),
  });
  return (
    <Section title="Members">
      <form
        className={s['inline']}
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <TextField label="User id" required value={user} onChange={(e) => setUser(e.target.value)} />
        <Button type="submit" busy={add.isPending}>
          Add member
        </Button>
      </form>
      {add.isError && <Trouble what="Not added." error={add.error} />}
      {list.isSuccess && list.items.length === 0 && <Empty>No members yet.</Empty>}
      <ul>
        {list.items.map((member) => (
          <li key={member.user_id} className={s['inline']}>
            <Link href={`/users/${encodeURIComponent(member.user_id)}`}>
              {member.email ?? member.user_id}
            </Link>
            <Button kind="quiet" onClick={() => remove.mutate(member.user_id)}>
              Remove
            </Button>
          </li>
        ))}
      </ul>
      {list.more && <Button onClick={list.more}>More</Button>}
    </Section>
  );
}

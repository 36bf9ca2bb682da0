import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { actions } from '../api/actions';
import { streams } from '../api/streams';
import { useParam } from '../app/search';
import { TEMPLATES } from '../editor/templates';
import { Button } from '../ui/Button';
import { SelectField, TextField } from '../ui/Field';
import { Page } from '../ui/Page';
import { say } from '../ui/toast';
import { Trouble } from '../ui/Trouble';
import { type AuthMethod, destinationOf, type Where } from './stream/destination';
import { FilterField } from './stream/FilterField';
import { TypesField } from './stream/TypesField';
import s from './stream/Form.module.css';

type Kind = Where['type'];

const KINDS: { id: Kind; name: string }[] = [
  { id: 'action', name: 'Action' },
  { id: 'webhook', name: 'Webhook' },
  { id: 'eventbridge', name: 'EventBridge' },
];

/** One form for the three destinations; an action is made, built, deployed and bound in the same step. */
export function StreamNew() {
  const [kind, setKind] = useParam<Kind>('to', 'action');
  const [start] = useParam('start', 'latest');
  const [name, setName] = useState('');
  const [types, setTypes] = useState<string[]>(['user.created']);
  const [filter, setFilter] = useState('');
  const [url, setUrl] = useState('');
  const [method, setMethod] = useState<AuthMethod>('bearer');
  const [user, setUser] = useState('');
  const [secret, setSecret] = useState('');
  const [region, setRegion] = useState('eu-central-1');
  const [account, setAccount] = useState('');
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: async () => {
      const where: Where =
        kind === 'action'
          ? { type: 'action', id: await madeAction(name) }
          : kind === 'webhook'
            ? { type: 'webhook', url, method, user, secret }
            : { type: 'eventbridge', region, account };
      const stream = await streams.create({
        name,
        subscriptions: types.map((type) => ({ event_type: type })),
        destination: destinationOf(where),
        delivery: { start, ...(filter.trim() ? { filter } : {}) },
      });
      return { stream, where };
    },
    onSuccess: ({ stream, where }) => {
      void client.invalidateQueries();
      say(`${stream.name} flows.`);
      navigate(where.type === 'action' ? `/actions/${where.id}` : `/streams/${stream.id}`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Page title="New stream">
      <form className={s['form']} onSubmit={submit}>
        <div role="group" aria-label="Destination" className={s['doors']}>
          {KINDS.map((one) => (
            <Button key={one.id} aria-pressed={one.id === kind} onClick={() => setKind(one.id)}>
              {one.name}
            </Button>
          ))}
        </div>
        {kind === 'action' && (
          <p>
            Makes an action of this name and binds it. With a template:{' '}
            <Link href="/actions/new">New action</Link>.
          </p>
        )}
        <TextField
          label="Name"
          required
          maxLength={128}
          value={name}
          onChange={(e) => setName(e.target.value)}
        />
        {kind === 'webhook' && (
          <>
            <TextField
              label="Endpoint"
              type="url"
              required
              placeholder="https://…"
              value={url}
              onChange={(e) => setUrl(e.target.value)}
            />
            <SelectField
              label="Authorization"
              value={method}
              onChange={(e) => setMethod(e.target.value as AuthMethod)}
            >
              <option value="bearer">bearer token</option>
              <option value="basic">user name and password</option>
              <option value="custom_header">a header</option>
            </SelectField>
            {(method === 'basic' || method === 'custom_header') && (
              <TextField
                label={method === 'basic' ? 'User name' : 'Header'}
                required
                value={user}
                onChange={(e) => setUser(e.target.value)}
              />
            )}
            <TextField
              label={{ bearer: 'Token', basic: 'Password', custom_header: 'Value' }[method]}
              type="password"
              autoComplete="off"
              required
              value={secret}
              onChange={(e) => setSecret(e.target.value)}
            />
          </>
        )}
        {kind === 'eventbridge' && (
          <div className={s['grid']}>
            <TextField
              label="AWS region"
              required
              value={region}
              onChange={(e) => setRegion(e.target.value)}
            />
            <TextField
              label="AWS account"
              required
              pattern="[0-9]{12}"
              hint="12 digits"
              value={account}
              onChange={(e) => setAccount(e.target.value)}
            />
          </div>
        )}
        <TypesField chosen={types} onChange={setTypes} />
        <FilterField value={filter} onChange={setFilter} types={types} />
        {create.isError && <Trouble what="Not created." error={create.error} />}
        <p>
          <Button type="submit" kind="main" busy={create.isPending}>
            Create
          </Button>
        </p>
      </form>
    </Page>
  );
}

/** Made and deployed with the simplest template, so that the stream can be bound to it. */
async function madeAction(name: string): Promise<string> {
  const action = await actions.create({ name, code: TEMPLATES[0]?.code ?? '', deploy: true });
  if (!action.deployed_version) {
    throw new Error(`The action was made, but not deployed: ${action.errors?.[0]?.msg ?? action.status}`);
  }
  return action.id;
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { actions } from '../api/actions';
import { streams } from '../api/streams';
import { TEMPLATES, type Template } from '../editor/templates';
import { Button } from '../ui/Button';
import { Check, TextField } from '../ui/Field';
import { Page } from '../ui/Page';
import { say } from '../ui/toast';
import { Trouble } from '../ui/Trouble';
import { TypesField } from './stream/TypesField';
import s from './stream/Form.module.css';

const FIRST = TEMPLATES[0] as Template;

/** A template, a name, and the stream that runs it: made together, then the editor opens. */
export function ActionNew() {
  const [template, setTemplate] = useState(FIRST);
  const [name, setName] = useState('');
  const [types, setTypes] = useState(FIRST.types);
  const [bound, setBound] = useState(true);
  const [values, setValues] = useState<Record<string, string>>({});
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: async () => {
      const action = await actions.create({
        name,
        code: template.code,
        dependencies: template.dependencies,
        secrets: template.secrets.map((secret) => ({ name: secret, value: values[secret] ?? '' })),
        deploy: bound,
      });
      if (bound && !action.deployed_version) {
        say(
          `Made, but not deployed yet: ${action.errors?.[0]?.msg ?? 'its build goes on'}. Bind it when it is.`,
        );
      } else if (bound) {
        await streams.create({
          name,
          subscriptions: types.map((type) => ({ event_type: type })),
          destination: { type: 'action', configuration: { action_id: action.id } },
        });
        say(`${name} is deployed and bound.`);
      }
      return action;
    },
    onSuccess: (action) => {
      void client.invalidateQueries();
      navigate(`/actions/${action.id}`);
    },
  });
  const choose = (next: Template) => {
    setTemplate(next);
    setTypes(next.types);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Page title="New action">
      <form className={s['form']} onSubmit={submit}>
        <div role="group" aria-label="Template" className={s['doors']}>
          {TEMPLATES.map((one) => (
            <Button key={one.id} aria-pressed={one === template} onClick={() => choose(one)}>
              {one.name}
            </Button>
          ))}
        </div>
        <p>{template.says}</p>
        <TextField
          label="Name"
          required
          maxLength={128}
          value={name}
          onChange={(e) => setName(e.target.value)}
        />
        {template.secrets.map((secret) => (
          <TextField
            key={secret}
            label={`Secret ${secret}`}
            type="password"
            autoComplete="off"
            hint="May be given later, under Secrets."
            value={values[secret] ?? ''}
            onChange={(e) => setValues({ ...values, [secret]: e.target.value })}
          />
        ))}
        <Check
          label="Deploy it and make an event stream that runs it"
          checked={bound}
          onChange={(e) => setBound(e.target.checked)}
        />
        {bound && <TypesField chosen={types} onChange={setTypes} />}
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

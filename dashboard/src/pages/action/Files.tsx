import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { actions } from '../../api/actions';
import { Button } from '../../ui/Button';
import { SelectField, TextField } from '../../ui/Field';
import type { Work } from './draft';
import s from './Files.module.css';

type Change = (part: Partial<Work>) => void;

/** Values go in and never come out. */
export function Secrets({ work, onChange }: { work: Work; onChange: Change }) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const add = () => {
    const others = work.secrets.filter((secret) => secret.name !== name.trim());
    onChange({ secrets: [...others, { name: name.trim(), value }] });
    setName('');
    setValue('');
  };
  return (
    <details className={s['part']}>
      <summary>Secrets {work.secrets.length}</summary>
      <ul>
        {work.secrets.map((secret) => (
          <li key={secret.name}>
            <code>event.secrets.{secret.name}</code>
            <span>{secret.value === undefined ? 'stored' : 'not saved yet'}</span>
            <Button
              kind="quiet"
              aria-label={`Remove secret ${secret.name}`}
              onClick={() => onChange({ secrets: work.secrets.filter((one) => one !== secret) })}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      <div className={s['add']}>
        <TextField label="Secret name" value={name} onChange={(e) => setName(e.target.value)} />
        <TextField
          label="Secret value"
          type="password"
          autoComplete="off"
          value={value}
          onChange={(e) => setValue(e.target.value)}
        />
        <Button disabled={name.trim() === ''} onClick={add}>
          Set secret
        </Button>
      </div>
    </details>
  );
}

export function Dependencies({ work, onChange }: { work: Work; onChange: Change }) {
  const [name, setName] = useState('');
  const [version, setVersion] = useState('');
  const add = () => {
    const others = work.dependencies.filter((dependency) => dependency.name !== name.trim());
    onChange({ dependencies: [...others, { name: name.trim(), version: version.trim() || 'latest' }] });
    setName('');
    setVersion('');
  };
  return (
    <details className={s['part']}>
      <summary>Dependencies {work.dependencies.length}</summary>
      <ul>
        {work.dependencies.map((dependency) => (
          <li key={dependency.name}>
            <code>{dependency.name}</code>
            <span>{dependency.version}</span>
            <Button
              kind="quiet"
              aria-label={`Remove dependency ${dependency.name}`}
              onClick={() =>
                onChange({ dependencies: work.dependencies.filter((one) => one !== dependency) })
              }
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      <div className={s['add']}>
        <TextField label="Package" value={name} onChange={(e) => setName(e.target.value)} />
        <TextField
          label="Version"
          placeholder="latest"
          value={version}
          onChange={(e) => setVersion(e.target.value)}
        />
        <Button disabled={name.trim() === ''} onClick={add}>
          Add package
        </Button>
      </div>
    </details>
  );
}

/** Shared code of the tenant, by published version. */
export function Modules({ work, onChange }: { work: Work; onChange: Change }) {
  const all = useQuery({ queryKey: ['modules'], queryFn: actions.modules });
  const left = all.data?.modules.filter(
    (module) =>
      module.latest_version_number !== undefined && !work.modules.some((one) => one.module_id === module.id),
  );
  return (
    <details className={s['part']}>
      <summary>Modules {work.modules.length}</summary>
      <ul>
        {work.modules.map((module) => (
          <li key={module.module_id}>
            <code>require('actions:{module.module_name}')</code>
            <span>{module.module_version_number ? `v${module.module_version_number}` : 'newest'}</span>
            <Button
              kind="quiet"
              aria-label={`Remove module ${module.module_name}`}
              onClick={() => onChange({ modules: work.modules.filter((one) => one !== module) })}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      {left && left.length > 0 ? (
        <SelectField
          label="Add a module"
          value=""
          onChange={(e) => {
            const module = left.find(({ id }) => id === e.target.value);
            if (module) {
              onChange({ modules: [...work.modules, { module_id: module.id, module_name: module.name }] });
            }
          }}
        >
          <option value="">choose</option>
          {left.map(({ id, name, latest_version_number: number }) => (
            <option key={id} value={id}>
              {name} v{number}
            </option>
          ))}
        </SelectField>
      ) : (
        <p>No further published modules.</p>
      )}
    </details>
  );
}

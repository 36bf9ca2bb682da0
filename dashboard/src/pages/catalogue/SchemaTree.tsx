import type { Schema } from '../../api/events';
import s from './SchemaTree.module.css';

const DEPTH_OPEN = 2;
const DEPTH_MAX = 8;

/** A schema as a tree of names, types and what they mean. */
export function SchemaTree({ schema }: { schema: Schema }) {
  return <Properties schema={schema} root={schema} depth={0} />;
}

function Properties({ schema, root, depth }: { schema: Schema; root: Schema; depth: number }) {
  const properties = Object.entries(schema.properties ?? {});
  return (
    <ul className={s['tree']}>
      {properties.map(([name, part]) => (
        <Property
          key={name}
          name={name}
          schema={resolved(part, root)}
          root={root}
          depth={depth}
          required={schema.required?.includes(name) ?? false}
        />
      ))}
    </ul>
  );
}

interface Props {
  name: string;
  schema: Schema;
  root: Schema;
  depth: number;
  required: boolean;
}

function Property({ name, schema, root, depth, required }: Props) {
  const inner = schema.properties ? schema : schema.items && resolved(schema.items, root);
  const line = (
    <>
      <code>{name}</code>
      {required ? '' : '?'} <span className={s['type']}>{typeOf(schema)}</span>{' '}
      <span>{schema.description}</span>
    </>
  );
  if (!inner?.properties || depth >= DEPTH_MAX) return <li className={s['leaf']}>{line}</li>;
  return (
    <li>
      <details open={depth < DEPTH_OPEN}>
        <summary>{line}</summary>
        <Properties schema={inner} root={root} depth={depth + 1} />
      </details>
    </li>
  );
}

/** A reference to a definition of the same schema, followed. */
export function resolved(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.startsWith('#/$defs/') ? schema.$ref.slice('#/$defs/'.length) : undefined;
  return (name && root.$defs?.[name]) || schema;
}

function typeOf({ type, format, enum: values, const: constant, oneOf, anyOf, items }: Schema): string {
  if (constant !== undefined) return JSON.stringify(constant);
  if (values) return values.map((value) => JSON.stringify(value)).join(' | ');
  if (oneOf ?? anyOf) return 'one of several';
  const name = Array.isArray(type) ? type.join(' | ') : (type ?? 'any');
  return items ? 'array' : format ? `${name} (${format})` : name;
}

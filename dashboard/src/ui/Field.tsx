import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react';
import s from './Field.module.css';

interface Around {
  label: string;
  hint?: ReactNode;
  wrong?: ReactNode;
  hideLabel?: boolean;
}

function Frame({
  label,
  hint,
  wrong,
  hideLabel,
  id,
  children,
}: Around & { id: string; children: ReactNode }) {
  return (
    <div className={s['field']}>
      <label htmlFor={id} className={hideLabel ? 'hidden' : s['label']}>
        {label}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className={s['hint']}>
          {hint}
        </p>
      )}
      {wrong && (
        <p id={`${id}-wrong`} className={s['wrong']}>
          {wrong}
        </p>
      )}
    </div>
  );
}

function described(id: string, { hint, wrong }: Around) {
  const ids = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ');
  return { id, 'aria-invalid': wrong ? true : undefined, 'aria-describedby': ids || undefined };
}

export function TextField(props: Around & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  const { label, hint, wrong, hideLabel, ...rest } = props;
  return (
    <Frame {...{ label, hint, wrong, id }} hideLabel={hideLabel ?? false}>
      <input className={s['input']} {...described(id, props)} {...rest} />
    </Frame>
  );
}

export function TextArea(props: Around & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  const { label, hint, wrong, hideLabel, ...rest } = props;
  return (
    <Frame {...{ label, hint, wrong, id }} hideLabel={hideLabel ?? false}>
      <textarea className={s['input']} spellCheck={false} {...described(id, props)} {...rest} />
    </Frame>
  );
}

export function SelectField(props: Around & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  const { label, hint, wrong, hideLabel, ...rest } = props;
  return (
    <Frame {...{ label, hint, wrong, id }} hideLabel={hideLabel ?? false}>
      <select className={s['input']} {...described(id, props)} {...rest} />
    </Frame>
  );
}

export function Check({ label, ...rest }: { label: ReactNode } & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <label className={s['check']}>
      <input type="checkbox" {...rest} />
      <span>{label}</span>
    </label>
  );
}

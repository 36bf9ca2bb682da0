import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { CallError } from '../api/http';
import { Button } from './Button';
import { Notice } from './Status';
import s from './Trouble.module.css';

/** What failed, the server's sentence, how to go on. */
export function Trouble({ what, error, again }: { what: string; error: unknown; again?: () => void }) {
  const call = error instanceof CallError ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  return (
    <div role="alert">
      <Notice tone="failed">
        <p>
          <strong>{what}</strong> {message}
        </p>
        {call?.missingScopes && (
          <p>
            Your session lacks the scope <code>{call.missingScopes}</code>. Sign in as an application that has
            it.
          </p>
        )}
        <p className={s['foot']}>
          {again && <Button onClick={again}>Try again</Button>}
          {call?.requestId && <code>request {call.requestId}</code>}
        </p>
      </Notice>
    </div>
  );
}

/** One sentence, and the next step here and in the terminal. */
export function Empty({
  children,
  command,
  step,
}: {
  children: ReactNode;
  command?: string;
  step?: ReactNode;
}) {
  return (
    <div className={s['empty']}>
      <p>{children}</p>
      {(step || command) && (
        <p className={s['foot']}>
          {step}
          {command && <code className={s['command']}>{command}</code>}
        </p>
      )}
    </div>
  );
}

const PATIENCE_MS = 150;

/** Nothing at first, then rows in the geometry of what comes. */
export function Skeleton({ rows = 6 }: { rows?: number }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setShown(true), PATIENCE_MS);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <div className={s['skeleton']} role="status" data-shown={shown}>
      <span className="hidden">Loading</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} />
      ))}
    </div>
  );
}

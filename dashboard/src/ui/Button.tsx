import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Link } from 'wouter';
import s from './Button.module.css';

type Kind = 'plain' | 'main' | 'danger' | 'quiet';
type Props = ButtonHTMLAttributes<HTMLButtonElement> & { kind?: Kind; busy?: boolean };

/** Stays reachable while busy, so that the focus is not lost. */
export function Button({ kind = 'plain', busy = false, className, onClick, ...rest }: Props) {
  return (
    <button
      type="button"
      className={`${s['button']} ${s[kind]} ${className ?? ''}`}
      aria-busy={busy}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
      {...rest}
    />
  );
}

export function ButtonLink({
  to,
  kind = 'plain',
  children,
}: {
  to: string;
  kind?: Kind;
  children: ReactNode;
}) {
  return (
    <Link href={to} className={`${s['button']} ${s[kind]}`}>
      {children}
    </Link>
  );
}

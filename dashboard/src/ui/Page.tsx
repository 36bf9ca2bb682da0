import { type ReactNode, useEffect, useRef } from 'react';
import s from './Page.module.css';

interface Props {
  title: string;
  /** Beside the title: a state, a link back. */
  beside?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page's frame; its heading takes the focus when somebody came here from another page. */
export function Page({ title, beside, actions, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Tailrace`;
  }, [title]);
  useEffect(() => {
    if (document.activeElement === document.body || document.activeElement?.closest('nav')) {
      heading.current?.focus({ preventScroll: true });
    }
  }, []);
  return (
    <>
      <header className={s['head']}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {beside && <div className={s['beside']}>{beside}</div>}
        {actions && <div className={s['actions']}>{actions}</div>}
      </header>
      {children}
    </>
  );
}

export function Section({
  title,
  actions,
  children,
}: {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={s['section']}>
      <div className={s['head']}>
        <h2>{title}</h2>
        {actions && <div className={s['actions']}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}

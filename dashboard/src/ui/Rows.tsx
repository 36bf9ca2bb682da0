import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { useKeys } from '../app/keys';
import { Button } from './Button';
import s from './Rows.module.css';

interface Props<T> {
  label: string;
  items: readonly T[];
  id: (item: T) => string;
  /** Where the row leads; a row that leads nowhere is plain text. */
  to?: (item: T) => string;
  /** The columns, in the order of `columns`. */
  row: (item: T) => ReactNode;
  /** Grid tracks of a wide row; a narrow one stacks. */
  columns: string;
  more?: (() => void) | undefined;
  loading?: boolean;
  chosen?: ReadonlySet<string>;
  onChoose?: (item: T) => void;
  /** Taller rows where two lines stand in one. */
  tall?: boolean;
}

const OVERSCAN = 12;
const NARROW = 720;
/** Pages are read ahead when so few rows are left below. */
const AHEAD = 15;

/** A list of any length; only the rows in sight are in the document. `j k` move, `Enter` opens, `x` chooses. */
export function Rows<T>(props: Props<T>) {
  const { items, id, more, loading = false } = props;
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  const height = useRowHeight(props.tall ?? false);
  useLayoutEffect(() => {
    setTop((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
  }, []);
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => height,
    overscan: OVERSCAN,
    scrollMargin: top,
    getItemKey: (index) => (items[index] ? id(items[index]) : index),
  });
  useEffect(() => virtual.measure(), [height, virtual]);
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && !loading && items.length - last < AHEAD) more();
  }, [more, loading, items.length, last]);
  useRowKeys(list, items, props.onChoose);

  return (
    <>
      <ul
        ref={list}
        className={s['list']}
        aria-label={props.label}
        style={{ height: virtual.getTotalSize(), '--columns': props.columns } as React.CSSProperties}
      >
        {rows.map(({ index, start, key }) => {
          const item = items[index];
          if (item === undefined) return null;
          return (
            <li
              key={key}
              className={s['item']}
              data-index={index}
              data-chosen={props.chosen?.has(id(item))}
              style={{ height, transform: `translateY(${start - top}px)` }}
            >
              {props.onChoose && (
                <input
                  type="checkbox"
                  aria-label="Select"
                  checked={props.chosen?.has(id(item)) ?? false}
                  onChange={() => props.onChoose?.(item)}
                />
              )}
              {props.to ? (
                <Link href={props.to(item)} className={s['row']} data-row>
                  {props.row(item)}
                </Link>
              ) : (
                <div className={s['row']}>{props.row(item)}</div>
              )}
            </li>
          );
        })}
      </ul>
      {more && (
        <Button kind="quiet" busy={loading} onClick={more}>
          {loading ? 'Loading more' : 'Load more'}
        </Button>
      )}
    </>
  );
}

function useRowHeight(tall: boolean): number {
  const measure = () => {
    const narrow = window.innerWidth < NARROW;
    const touch = window.matchMedia('(pointer: coarse)').matches;
    return narrow ? 60 : (touch ? 44 : 32) + (tall ? 20 : 0);
  };
  const [height, setHeight] = useState(measure);
  useEffect(() => {
    const resized = () => setHeight(measure());
    window.addEventListener('resize', resized);
    return () => window.removeEventListener('resize', resized);
  });
  return height;
}

function useRowKeys<T>(
  list: React.RefObject<HTMLUListElement | null>,
  items: readonly T[],
  onChoose: ((item: T) => void) | undefined,
) {
  const links = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  const move = (by: number) => {
    const all = links();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = at < 0 ? all.find((link) => link.getBoundingClientRect().top >= 0) : all[at + by];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: 'nearest' });
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    x: () => {
      const index = document.activeElement?.closest<HTMLElement>('[data-index]')?.dataset['index'];
      const item = index === undefined ? undefined : items[Number(index)];
      if (item) onChoose?.(item);
    },
  });
}

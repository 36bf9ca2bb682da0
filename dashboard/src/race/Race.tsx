import { heights, piles, sum } from './bars';
import s from './Race.module.css';

interface Props {
  delivered: readonly number[];
  failed: readonly number[];
  /** Events that wait before the gate. */
  waiting: number;
  gate: 'open' | 'closed';
  /** Bars at which something was deployed or changed. */
  marks?: readonly number[];
  tall?: boolean;
  /** What one bar stands for, in words: `minute`. */
  bar?: string;
}

const STEP = 5;
const BAR = 4;
const UP = 18;
const DOWN = 8;
/** The lowest bar that is still seen. */
const SEEN = 0.14;
const GATE = 26;

/** A stream's strip: delivered above the waterline, failed below on its own scale, the gate at its position. */
export function Race({ delivered, failed, waiting, gate, marks = [], tall = false, bar = 'minute' }: Props) {
  const width = delivered.length * STEP;
  const ups = heights(delivered, SEEN);
  const downs = heights(failed, 0.35);
  const said =
    `${sum(delivered)} delivered and ${sum(failed)} failed in the last ${delivered.length} ${bar}s, ` +
    `${waiting === 0 ? 'nothing waits' : `${waiting} wait`}, gate ${gate}`;
  return (
    <svg
      className={`${s['race']} ${tall ? s['tall'] : ''}`}
      viewBox={`0 0 ${width + GATE} ${UP + DOWN + 3}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={said}
    >
      {marks.map((at, index) => (
        <path key={index} className={s['mark']} d={`M${at * STEP + BAR / 2} 0V${UP + DOWN + 3}`} />
      ))}
      {ups.map((height, at) =>
        height === 0 ? null : (
          <rect
            key={at}
            className={s['up']}
            x={at * STEP}
            y={UP - height * UP}
            width={BAR}
            height={height * UP}
          />
        ),
      )}
      <path className={s['line']} d={`M0 ${UP + 1}H${width + GATE - 4}`} />
      {downs.map((height, at) =>
        height === 0 ? null : (
          <rect key={at} className={s['down']} x={at * STEP} y={UP + 2} width={BAR} height={height * DOWN} />
        ),
      )}
      {Array.from({ length: piles(waiting) }, (_, pile) => (
        <rect
          key={pile}
          className={s['pile']}
          x={width + GATE - 9 - pile * 4}
          y={4 + pile}
          width={3}
          height={UP - 4 - pile}
        />
      ))}
      <Gate at={width + GATE - 3} closed={gate === 'closed'} />
    </svg>
  );
}

/** Raised above the water, or let down to its ground. */
function Gate({ at, closed }: { at: number; closed: boolean }) {
  return (
    <>
      <path className={s['frame']} d={`M${at + 1} 0V${UP + DOWN + 3}`} />
      <rect className={s['gate']} x={at - 1} y={0} width={4} height={closed ? UP + DOWN : 5} />
    </>
  );
}

import {
  Ban,
  Circle,
  CircleCheck,
  CircleDashed,
  type LucideIcon,
  OctagonX,
  Pause,
  RotateCw,
  SkipForward,
} from 'lucide-react';
import s from './Status.module.css';

export type Tone = 'water' | 'failed' | 'retrying' | 'held' | 'muted';

/** A shape, a colour and a word for everything that has a state. */
const SHAPES: Record<string, { icon: LucideIcon; tone: Tone; word: string }> = {
  delivered: { icon: CircleCheck, tone: 'water', word: 'delivered' },
  succeeded: { icon: CircleCheck, tone: 'water', word: 'succeeded' },
  flowing: { icon: CircleCheck, tone: 'water', word: 'flowing' },
  built: { icon: CircleCheck, tone: 'water', word: 'built' },
  ok: { icon: CircleCheck, tone: 'water', word: 'ok' },
  enabled: { icon: CircleCheck, tone: 'water', word: 'on' },
  idle: { icon: Circle, tone: 'muted', word: 'idle' },
  failed: { icon: OctagonX, tone: 'failed', word: 'failed' },
  failing: { icon: OctagonX, tone: 'failed', word: 'failing' },
  retrying: { icon: RotateCw, tone: 'retrying', word: 'retrying' },
  pending: { icon: RotateCw, tone: 'retrying', word: 'pending' },
  building: { icon: RotateCw, tone: 'retrying', word: 'building' },
  behind: { icon: CircleDashed, tone: 'retrying', word: 'behind' },
  held: { icon: CircleDashed, tone: 'held', word: 'held' },
  waiting: { icon: CircleDashed, tone: 'held', word: 'waiting' },
  paused: { icon: Pause, tone: 'muted', word: 'paused' },
  disabled: { icon: Ban, tone: 'failed', word: 'disabled' },
  not_wanted: { icon: Circle, tone: 'muted', word: 'not subscribed' },
  filtered_out: { icon: Circle, tone: 'muted', word: 'filtered out' },
  skipped: { icon: SkipForward, tone: 'muted', word: 'skipped' },
};

export function Status({ of, word, bare = false }: { of: string; word?: string; bare?: boolean }) {
  const { icon: Icon, tone, word: usual } = SHAPES[of] ?? { icon: Circle, tone: 'muted' as const, word: of };
  const text = word ?? usual;
  return (
    <span className={`${s['status']} ${s[tone]}`}>
      <Icon size={14} strokeWidth={2.25} aria-hidden />
      <span className={bare ? 'hidden' : undefined}>{text}</span>
    </span>
  );
}

/** What stands beside something in trouble: one sentence on the colour's wash. */
export function Notice({ tone, children }: { tone: Tone; children: React.ReactNode }) {
  return <div className={`${s['notice']} ${s[`wash-${tone}`]}`}>{children}</div>;
}

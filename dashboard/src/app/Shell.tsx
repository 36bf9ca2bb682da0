import {
  Activity,
  Building2,
  Code2,
  Ellipsis,
  LayoutList,
  type LucideIcon,
  Radio,
  Server,
  Shapes,
  Users,
  Waves,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Session } from '../api/session';
import { live, useLiveHealth } from '../live/useLive';
import { Button } from '../ui/Button';
import { Toasts } from '../ui/toast';
import { Help } from './Help';
import { Palette } from './Palette';
import { nextTheme, useTheme } from './theme';
import { span, useNow } from './times';
import { useGoKeys } from './useGoKeys';
import s from './Shell.module.css';

const PLACES: { to: string; name: string; icon: LucideIcon }[] = [
  { to: '/', name: 'Overview', icon: Activity },
  { to: '/streams', name: 'Streams', icon: Waves },
  { to: '/deliveries', name: 'Deliveries', icon: LayoutList },
  { to: '/actions', name: 'Actions', icon: Code2 },
  { to: '/tail', name: 'Tail', icon: Radio },
  { to: '/users', name: 'Users', icon: Users },
  { to: '/orgs', name: 'Organizations', icon: Building2 },
  { to: '/catalogue', name: 'Catalogue', icon: Shapes },
  { to: '/server', name: 'Server', icon: Server },
];
/** What fits into the bar of a phone; the rest is behind a button. */
const ON_PHONE = 4;

interface Props {
  session: Session;
  onSignOut: () => void;
  children: ReactNode;
}

/** The rail, the page, and what lies over both. */
export function Shell({ session, onSignOut, children }: Props) {
  const [help, setHelp] = useState(false);
  const [palette, setPalette] = useState(false);
  const [more, setMore] = useState(false);
  useGoKeys({ onHelp: () => setHelp(true), onPalette: () => setPalette(true) });
  const theme = useTheme();
  return (
    <div className={s['shell']}>
      <a className={s['skip']} href="#page">
        Skip to the page
      </a>
      <nav className={s['rail']} aria-label="Pages" data-more={more}>
        <p className={s['mark']}>
          <strong>Tailrace</strong>
          <span>{session.tenant}</span>
        </p>
        <ul onClick={() => setMore(false)}>
          {PLACES.map((place, number) => (
            <Place key={place.to} {...place} late={number >= ON_PHONE} />
          ))}
        </ul>
        <button
          type="button"
          className={s['more']}
          aria-expanded={more}
          onClick={() => setMore((open) => !open)}
        >
          <Ellipsis size={18} aria-hidden />
          More
        </button>
        <div className={s['foot']}>
          <Button kind="quiet" onClick={() => setPalette(true)} aria-keyshortcuts="Control+K">
            Go to… <kbd>Ctrl K</kbd>
          </Button>
          <Button kind="quiet" onClick={nextTheme}>
            Theme: {theme}
          </Button>
          <Button kind="quiet" onClick={() => setHelp(true)} aria-keyshortcuts="?">
            Keys <kbd>?</kbd>
          </Button>
          <Button kind="quiet" onClick={onSignOut} title={`Signed in as ${session.name}`}>
            Sign out
          </Button>
        </div>
      </nav>
      <div className={s['beside']}>
        <ConnectionBar />
        <main id="page" className={s['page']} tabIndex={-1}>
          {children}
        </main>
      </div>
      {help && <Help onClose={() => setHelp(false)} />}
      {palette && <Palette places={PLACES} onClose={() => setPalette(false)} />}
      <Toasts />
    </div>
  );
}

function Place({ to, name, icon: Icon, late }: (typeof PLACES)[number] & { late: boolean }) {
  const [location] = useLocation();
  const here = to === '/' ? location === '/' : location.startsWith(to);
  return (
    <li className={late ? s['late'] : undefined}>
      <Link href={to} className={s['place']} aria-current={here ? 'page' : undefined}>
        <Icon size={18} strokeWidth={1.75} aria-hidden />
        {name}
      </Link>
    </li>
  );
}

/** Only there while the live connection is broken. */
function ConnectionBar() {
  const health = useLiveHealth();
  return health.state === 'waiting' ? <Lost since={health.since} /> : null;
}

function Lost({ since }: { since: number }) {
  const seconds = Math.max(0, Math.round((useNow() - since) / 1000));
  if (seconds < 2) return null;
  return (
    <div className={s['lost']} role="status">
      Connection lost. What you see is {span(seconds)} old.
      <Button kind="quiet" onClick={() => live.again()}>
        Try now
      </Button>
    </div>
  );
}

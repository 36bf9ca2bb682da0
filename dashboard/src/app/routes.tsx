import { type ComponentType, lazy } from 'react';
import { ActionNew } from '../pages/action-new';
import { Actions } from '../pages/actions';
import { Catalogue, EventTypePage } from '../pages/catalogue';
import { Deliveries } from '../pages/deliveries';
import { DeliveryPage } from '../pages/delivery';
import { EventPage } from '../pages/event';
import { OrganizationPage, Organizations } from '../pages/organizations';
import { Overview } from '../pages/overview';
import { ServerPage } from '../pages/server';
import { StreamPage } from '../pages/stream';
import { StreamNew } from '../pages/stream-new';
import { Streams } from '../pages/streams';
import { Tail } from '../pages/tail';
import { UserPage, Users } from '../pages/users';

/** The editor is larger than everything else together: it comes when somebody opens it. */
const ActionPage = lazy(() => import('../pages/action'));
const VersionsPage = lazy(() => import('../pages/versions'));

/** Every page there is, the more particular first. */
export const ROUTES: { path: string; page: ComponentType }[] = [
  { path: '/', page: Overview },
  { path: '/streams', page: Streams },
  { path: '/streams/new', page: StreamNew },
  { path: '/streams/:id', page: StreamPage },
  { path: '/deliveries', page: Deliveries },
  { path: '/deliveries/:stream/:event', page: DeliveryPage },
  { path: '/actions', page: Actions },
  { path: '/actions/new', page: ActionNew },
  { path: '/actions/:id', page: ActionPage },
  { path: '/actions/:id/versions', page: VersionsPage },
  { path: '/tail', page: Tail },
  { path: '/events/:id', page: EventPage },
  { path: '/users', page: Users },
  { path: '/users/:id', page: UserPage },
  { path: '/orgs', page: Organizations },
  { path: '/orgs/:id', page: OrganizationPage },
  { path: '/catalogue', page: Catalogue },
  { path: '/catalogue/:type', page: EventTypePage },
  { path: '/server', page: ServerPage },
];

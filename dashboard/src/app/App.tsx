import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter';
import { CallError, onSessionEnd } from '../api/http';
import { readSession, signOut } from '../api/session';
import { Login } from '../pages/login';
import { NotFound } from '../pages/not-found';
import { Skeleton, Trouble } from '../ui/Trouble';
import { ROUTES } from './routes';
import { Shell } from './Shell';
import { useScrollMemory } from './useScrollMemory';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      gcTime: 30 * 60_000,
      // The server's refusals stay what they are; a server that is away comes back.
      retry: (count, error) =>
        error instanceof CallError && (error.status === 0 || error.status === 503) && count < 3,
    },
  },
});

export function App() {
  return (
    <QueryClientProvider client={client}>
      <Router base="/ui">
        <Doors />
      </Router>
    </QueryClientProvider>
  );
}

/** Signed in: the shell with its pages. Otherwise the login, which remembers where somebody wanted to go. */
function Doors() {
  const [location] = useLocation();
  const session = useQuery({ queryKey: ['session'], queryFn: readSession, staleTime: Infinity, retry: 3 });
  const read = () => client.invalidateQueries({ queryKey: ['session'] });
  useEffect(() => onSessionEnd(() => void read()), []);
  if (session.isPending) return <Skeleton />;
  if (session.isError) {
    return <Trouble what="The session could not be read." error={session.error} again={() => void read()} />;
  }
  if (location === '/login' || !session.data.signed_in) {
    return <Login signedIn={session.data.signed_in} version={session.data.version} onSignedIn={read} />;
  }
  const leave = () => {
    void signOut().finally(() => {
      client.clear();
      void read();
    });
  };
  return (
    <Shell session={session.data} onSignOut={leave}>
      <Pages />
    </Shell>
  );
}

function Pages() {
  useScrollMemory();
  return (
    <Suspense fallback={<Skeleton />}>
      <Switch>
        {ROUTES.map(({ path, page }) => (
          <Route key={path} path={path} component={page} />
        ))}
        <Route path="/index.html">
          <Redirect to="/" />
        </Route>
        <Route component={NotFound} />
      </Switch>
    </Suspense>
  );
}

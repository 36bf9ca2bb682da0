import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { type Credentials, signIn } from '../api/session';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { Trouble } from '../ui/Trouble';
import s from './login.module.css';

interface Props {
  signedIn: boolean;
  version: string;
  onSignedIn: () => Promise<unknown>;
}

/** A link from the terminal carries its token in the fragment, which no server log ever sees. */
export function Login({ signedIn, version, onSignedIn }: Props) {
  const [location, navigate] = useLocation();
  const [id, setId] = useState('');
  const [secret, setSecret] = useState('');
  const used = useRef(false);
  const door = useMutation({
    mutationFn: (credentials: Credentials) => signIn(credentials),
    onSuccess: async () => {
      await onSignedIn();
      if (location === '/login') navigate('/', { replace: true });
    },
  });
  const { mutate } = door;
  useEffect(() => {
    document.title = 'Sign in · Tailrace';
    const token = window.location.hash.slice(1);
    if (used.current) return;
    used.current = true;
    if (token) {
      history.replaceState(history.state, '', window.location.pathname);
      mutate({ token });
    } else if (signedIn) navigate('/', { replace: true });
  }, [mutate, navigate, signedIn]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate({ client_id: id.trim(), client_secret: secret });
  };
  return (
    <main className={s['login']}>
      <h1>Tailrace</h1>
      {door.isError && <Trouble what="Not signed in." error={door.error} />}
      <section>
        <h2>With a link</h2>
        <p>The server printed one when it started. A new one, good for ten minutes and one use:</p>
        <pre tabIndex={0}>./tailrace ui</pre>
      </section>
      <form onSubmit={submit}>
        <h2>As an application</h2>
        <TextField
          label="Client id"
          autoComplete="username"
          required
          value={id}
          onChange={(e) => setId(e.target.value)}
        />
        <TextField
          label="Client secret"
          type="password"
          autoComplete="current-password"
          required
          value={secret}
          onChange={(e) => setSecret(e.target.value)}
          hint={
            <>
              Those of a new server lie in <code>data/first-application.json</code>.
            </>
          }
        />
        <Button type="submit" kind="main" busy={door.isPending}>
          Sign in
        </Button>
      </form>
      <p className={s['version']}>{version}</p>
    </main>
  );
}

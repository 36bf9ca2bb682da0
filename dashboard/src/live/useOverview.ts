import { useQuery, useQueryClient } from '@tanstack/react-query';
import { merged, overview, type Overview } from '../api/overview';
import { useLive } from './useLive';

const KEY = ['overview'];

/** The overview: read once, then kept true by the live connection. */
export function useOverview() {
  const client = useQueryClient();
  useLive('overview', (_, data) =>
    client.setQueryData<Overview>(KEY, (known) => merged(known, data as Overview)),
  );
  return useQuery({ queryKey: KEY, queryFn: overview });
}

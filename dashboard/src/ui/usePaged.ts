import { useInfiniteQuery } from '@tanstack/react-query';

export interface Part<T> {
  items: T[];
  next?: string | undefined;
}

/**
 * A list that comes in pages by checkpoint, joined into one.
 *
 * @param every milliseconds after which the first page is read again, while it is the only one
 */
export function usePaged<T>(
  key: readonly unknown[],
  read: (from?: string) => Promise<Part<T>>,
  every?: number,
) {
  const pages = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: Part<T>) => last.next,
    refetchInterval: (query) => (every && query.state.data?.pages.length === 1 ? every : false),
  });
  return {
    ...pages,
    items: pages.data?.pages.flatMap((page) => page.items) ?? [],
    more: pages.hasNextPage ? () => void pages.fetchNextPage({ cancelRefetch: false }) : undefined,
  };
}
export type Paged<T> = ReturnType<typeof usePaged<T>>;

import { useSearchParams } from 'wouter';

/** A value kept in the address, so that Back and a copied link bring it back; the default is left out. */
export function useParam<T extends string = string>(
  name: string,
  fallback: NoInfer<T>,
): [T, (value: T) => void] {
  const [params, setParams] = useSearchParams();
  const value = (params.get(name) ?? fallback) as T;
  const set = (next: T) =>
    setParams(
      (old) => {
        const params = new URLSearchParams(old);
        if (next === fallback || next === '') params.delete(name);
        else params.set(name, next);
        return params;
      },
      { replace: true },
    );
  return [value, set];
}

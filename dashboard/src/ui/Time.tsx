import { ago, localTime, useNow, useTimeStyle, utcTime } from '../app/times';

/** A moment; both other forms stand in its title. `u` switches all of them. */
export function Time({ at }: { at: string | number }) {
  const style = useTimeStyle();
  const date = new Date(at);
  return (
    <time dateTime={date.toISOString()} title={`${localTime(date)} local\n${utcTime(date)}`}>
      {style === 'ago' ? <Ago time={date.getTime()} /> : style === 'utc' ? utcTime(date) : localTime(date)}
    </time>
  );
}

function Ago({ time }: { time: number }) {
  return ago(time, useNow());
}

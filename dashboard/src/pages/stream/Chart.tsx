import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useTheme } from '../../app/theme';

interface Props {
  at: readonly string[];
  delivered: readonly number[];
  failed: readonly number[];
}

const HEIGHT = 200;

/** Delivered and failed over time; the table beside it says the same. */
export default function Chart({ at, delivered, failed }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  useEffect(() => {
    const div = place.current;
    if (!div) return;
    const colours = getComputedStyle(div);
    // A canvas knows no light-dark(): what a colour came to is asked of an element that has it.
    const probe = div.appendChild(document.createElement('i'));
    const colour = (name: string) => {
      probe.style.color = `var(${name})`;
      return getComputedStyle(probe).color;
    };
    const font = `12px ${colours.fontFamily}`;
    const axis = {
      stroke: colour('--muted'),
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { show: false },
      font,
    };
    const bars = UPlot.paths.bars?.({ size: [0.7, 24] });
    const series = (label: string, tone: string) => ({
      label,
      stroke: colour(tone),
      fill: colour(tone),
      points: { show: false },
      ...(bars ? { paths: bars } : {}),
    });
    const chart = new UPlot(
      {
        width: div.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        scales: { y: { range: (_, min, max) => [Math.min(0, min), Math.max(1, max)] } },
        axes: [axis, { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 1e5, 1e6] }],
        series: [{}, series('delivered', '--water'), series('failed', '--failed')],
      },
      [at.map((time) => Date.parse(time) / 1000), [...delivered], failed.map((n) => -n)],
      div,
    );
    const resized = new ResizeObserver(() => chart.setSize({ width: div.clientWidth, height: HEIGHT }));
    resized.observe(div);
    probe.remove();
    return () => {
      resized.disconnect();
      chart.destroy();
    };
  }, [at, delivered, failed, theme]);
  return <div ref={place} aria-hidden style={{ minWidth: 0, overflow: 'hidden' }} />;
}

import type { Built, World } from '@backout/world';

/** Tells once when the new version fails its first request; the world knows, no product code does. */
export function watchOnset(
  world: World,
  built: Built,
  tell: () => void,
): { at(): number | null; stop(): void } {
  const firstFailure = () => world.cluster.firstFailureAt(built.tag, 'checkout-production');
  const timer = setInterval(() => {
    if (firstFailure() === null) return;
    clearInterval(timer);
    tell();
  }, 100);
  return { at: firstFailure, stop: () => clearInterval(timer) };
}

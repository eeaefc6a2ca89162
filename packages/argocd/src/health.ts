import { z } from 'zod';

export const Health = z.enum(['Healthy', 'Progressing', 'Degraded', 'Suspended', 'Missing', 'Unknown']);
export type Health = z.infer<typeof Health>;

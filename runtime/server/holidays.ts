import * as z from 'zod';
import { Holidays } from '#runtime/flow/hours';
import type { App, ServerContext } from './context.ts';

const Region = z.strictObject({ code: z.string(), name: z.string() });

/** Public holidays, for the form of opening hours. */
export function holidayRoutes(app: App, { ports }: ServerContext): void {
  app.get(
    '/api/holidays',
    {
      config: { access: 'user' },
      schema: {
        summary: 'The public holidays of a country, or a region of it, in a year',
        querystring: z.strictObject({
          country: Holidays.shape.country.unwrap(),
          region: Holidays.shape.region,
          year: z.coerce.number().int().min(1970).max(2100),
        }),
        response: {
          200: z.strictObject({ holidays: z.array(z.strictObject({ date: z.string(), name: z.string() })) }),
        },
      },
    },
    async (request) => {
      const { country, region, year } = request.query;
      return { holidays: [...(await ports.publicHolidays(country, region, year))] };
    },
  );

  app.get(
    '/api/holiday-countries',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Countries whose public holidays are known, with the regions that have their own',
        response: {
          200: z.strictObject({
            countries: z.array(z.strictObject({ ...Region.shape, regions: z.array(Region) })),
          }),
        },
      },
    },
    async () => ({
      countries: (await ports.holidayCountries()).map((country) => ({ ...country, regions: [...country.regions] })),
    }),
  );
}

import { useQuery } from '@tanstack/react-query';
import { queryOf, request } from './client.ts';

export interface HolidayPlace {
  readonly code: string;
  readonly name: string;
}
export interface HolidayCountry extends HolidayPlace {
  readonly regions: readonly HolidayPlace[];
}
export interface PublicHoliday {
  readonly date: string;
  readonly name: string;
}

const STEADY = { staleTime: Number.POSITIVE_INFINITY } as const;

/** Countries whose public holidays are known. */
export const useHolidayCountries = () =>
  useQuery({
    ...STEADY,
    queryKey: ['holiday-countries'],
    queryFn: () => request<{ countries: HolidayCountry[] }>('GET', '/api/holiday-countries'),
    select: ({ countries }) => countries,
  });

export const useHolidays = (country: string | undefined, region: string | undefined, year: number) =>
  useQuery({
    ...STEADY,
    enabled: country !== undefined,
    queryKey: ['holidays', country, region, year],
    queryFn: () => request<{ holidays: PublicHoliday[] }>('GET', `/api/holidays${queryOf({ country, region, year })}`),
    select: ({ holidays }) => holidays,
  });

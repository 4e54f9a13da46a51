import { useEffect, useState } from 'react';

/** A phone number as people of its country write it. */
export function PhoneText({ number }: { readonly number: string }) {
  const [pretty, setPretty] = useState(number);
  useEffect(() => {
    let isOver = false;
    setPretty(number);
    void import('libphonenumber-js/min').then(({ parsePhoneNumberFromString }) => {
      if (!isOver) setPretty(parsePhoneNumberFromString(number)?.formatInternational() ?? number);
    });
    return () => {
      isOver = true;
    };
  }, [number]);
  return (
    <bdi className="tabular" title={number} style={{ whiteSpace: 'nowrap' }}>
      {pretty}
    </bdi>
  );
}

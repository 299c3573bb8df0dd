import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * As it was, but that each event of a batch is received a microsecond after the one before it, so
 * that there is an order in which they came. A batch has at most a thousand: to the millisecond,
 * as programs read it, they all came when it did.
 */
const addUsageEvents = `
  CREATE OR REPLACE FUNCTION partners.add_usage_events(
    p_cooperative_id uuid, p_partner_id uuid, p_sources text[], p_event_ids text[],
    p_payload_hashes text[], p_meter_keys text[], p_member_ids uuid[], p_quantities numeric[],
    p_moments timestamptz[], p_received_at timestamptz)
  RETURNS integer[]
  LANGUAGE plpgsql SET search_path = pg_catalog AS $$
  DECLARE
    added integer[];
  BEGIN
    BEGIN
      INSERT INTO partners.usage_events (cooperative_id, partner_id, source, event_id,
          payload_hash, meter_key, member_id, quantity, occurred_at, received_at)
        SELECT p_cooperative_id, p_partner_id, given.source, given.event_id, given.payload_hash,
            given.meter_key, given.member_id, given.quantity, given.occurred_at,
            p_received_at + (given.nth - 1) * interval '1 microsecond'
          FROM unnest(p_sources, p_event_ids, p_payload_hashes, p_meter_keys, p_member_ids,
            p_quantities, p_moments) WITH ORDINALITY AS given (source, event_id, payload_hash,
            meter_key, member_id, quantity, occurred_at, nth)
         ORDER BY given.source COLLATE "C", given.event_id COLLATE "C";
      RETURN NULL;
    EXCEPTION WHEN unique_violation THEN
      NULL;
    END;
    WITH given AS MATERIALIZED (
      SELECT * FROM unnest(p_sources, p_event_ids, p_payload_hashes, p_meter_keys, p_member_ids,
        p_quantities, p_moments) WITH ORDINALITY AS event (source, event_id, payload_hash,
        meter_key, member_id, quantity, occurred_at, nth)
    ), inserted AS (
      INSERT INTO partners.usage_events (cooperative_id, partner_id, source, event_id,
          payload_hash, meter_key, member_id, quantity, occurred_at, received_at)
        SELECT p_cooperative_id, p_partner_id, given.source, given.event_id, given.payload_hash,
            given.meter_key, given.member_id, given.quantity, given.occurred_at,
            p_received_at + (given.nth - 1) * interval '1 microsecond'
          FROM given
         ORDER BY given.source COLLATE "C", given.event_id COLLATE "C"
      ON CONFLICT ON CONSTRAINT usage_events_pk DO NOTHING
      RETURNING source, event_id
    )
    SELECT coalesce(array_agg(given.nth::integer), '{}') INTO added
      FROM given JOIN inserted USING (source, event_id);
    RETURN added;
  END $$;
`;

export class PartnersOrderUsage1796400100001 implements MigrationInterface {
  readonly name = 'PartnersOrderUsage1796400100001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(addUsageEvents);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

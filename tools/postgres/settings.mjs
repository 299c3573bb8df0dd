// Sized for a small server: the whole stack shares a few hundred megabytes.
const ofEveryVersion = {
  shared_buffers: '32MB',
  effective_cache_size: '256MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  wal_buffers: '1MB',
  min_wal_size: '32MB',
  max_wal_size: '256MB',
  max_connections: '60',
  // One machine, no replicas: nothing needs the senders, the launcher or parallel workers.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_replication_slots: '0',
  max_logical_replication_workers: '0',
  max_worker_processes: '2',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  autovacuum_max_workers: '1',
  huge_pages: 'off',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // A failing statement carries people's data; the error's own text is enough to find the cause.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};

/** What version 18 brought. */
const since18 = { autovacuum_worker_slots: '2', io_method: 'sync' };

/** The settings of a server of that major version, before an operator's own. */
export const defaultSettingsOf = (majorVersion) =>
  Number(majorVersion) >= 18 ? { ...ofEveryVersion, ...since18 } : ofEveryVersion;

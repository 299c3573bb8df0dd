/** Our names for better-auth's tables and columns. */
export const authTables = {
  user: {
    modelName: 'accounts',
    fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    additionalFields: {
      disabledAt: {
        type: 'date',
        fieldName: 'disabled_at',
        required: false,
        input: false,
        returned: false,
      },
    },
  },
  session: {
    modelName: 'sessions',
    fields: {
      userId: 'account_id',
      token: 'token_hash',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      createdAt: 'created_at',
      updatedAt: 'updated_at',
    },
  },
  account: {
    modelName: 'credentials',
    fields: {
      userId: 'account_id',
      providerId: 'provider',
      accountId: 'subject',
      password: 'password_hash',
      createdAt: 'created_at',
      updatedAt: 'updated_at',
    },
  },
  verification: {
    modelName: 'verifications',
    fields: {
      identifier: 'identifier_hash',
      expiresAt: 'expires_at',
      createdAt: 'created_at',
      updatedAt: 'updated_at',
    },
  },
} as const;

/** The same for the second factor's plugin. */
export const twoFactorSchema = {
  user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
  twoFactor: {
    modelName: 'two_factors',
    fields: {
      userId: 'account_id',
      secret: 'secret_encrypted',
      backupCodes: 'backup_codes_encrypted',
      failedVerificationCount: 'failed_verifications',
      lockedUntil: 'locked_until',
    },
  },
} as const;

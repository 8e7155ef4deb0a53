namespace OtcBackoffice.Domain; internal static class Placeholder;

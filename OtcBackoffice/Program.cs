using OtcBackoffice.Hosting;

return await CommandVerbs.RunAsync(args);

# The product as an image: no root, nothing written but to /data and /tmp, so that it runs on a read-only root.
#   docker build -t otc-backoffice .
#   docker run --read-only --tmpfs /tmp -v desk:/data -p 8080:8080 otc-backoffice
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Directory.Build.props Directory.Packages.props global.json BannedSymbols.txt appsettings.json ./
COPY OtcBackoffice.Domain/*.csproj OtcBackoffice.Domain/packages.lock.json OtcBackoffice.Domain/
COPY OtcBackoffice/*.csproj OtcBackoffice/packages.lock.json OtcBackoffice/
COPY OtcBackoffice/build OtcBackoffice/build
RUN dotnet restore OtcBackoffice/OtcBackoffice.csproj --locked-mode
COPY docs docs
COPY wwwroot wwwroot
COPY OtcBackoffice.Domain OtcBackoffice.Domain
COPY OtcBackoffice OtcBackoffice
# For the machine's own kind, so that the code is compiled here and not at each start; the versions are those of the lock above.
ARG TARGETARCH=amd64
RUN dotnet publish OtcBackoffice/OtcBackoffice.csproj -c Release -o /app -p:RunAnalyzers=false -p:RestoreLockedMode=false \
        --self-contained false -r "linux-$([ "$TARGETARCH" = arm64 ] && echo arm64 || echo x64)"

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# qpdf and poppler look into proofs; the fonts are those that papers and statements are set in.
RUN apt-get update && apt-get install -y --no-install-recommends qpdf poppler-utils fontconfig fonts-dejavu-core fonts-liberation \
        fonts-lohit-deva fonts-droid-fallback && rm -rf /var/lib/apt/lists/* \
    && mkdir /data && chown "$APP_UID" /data
WORKDIR /app
COPY --from=build /app .
ENV ASPNETCORE_ENVIRONMENT=Production ASPNETCORE_URLS=http://+:8080 Data__Directory=/data DOTNET_EnableDiagnostics=0
EXPOSE 8080
VOLUME /data
USER $APP_UID
STOPSIGNAL SIGTERM
ENTRYPOINT ["dotnet", "OtcBackoffice.dll"]
